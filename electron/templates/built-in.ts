/** The built-in texts. A school's own copy takes precedence; a release may improve them. */
import type { EventType, Language } from '../../shared/model/messages/event.ts'

export type Texts = { readonly sms: string; readonly emailSubject: string; readonly emailText: string }
export type BuiltIn = { readonly key: string; readonly eventType: EventType; readonly texts: Readonly<Record<Language, Texts>> }

/** The sentence about the paybill is left out for a school without one. */
const pay = {
  en: '{% if paybill %}Pay by M-PESA: Paybill {{paybill}}, account {{adm}}.\n\n{% endif %}',
  sw: '{% if paybill %}Lipa kwa M-PESA: Paybill {{paybill}}, akaunti {{adm}}.\n\n{% endif %}',
}
const close = {
  en: 'As at {{as_at}}. If you have paid since then, thank you, and please disregard this.\n\nBursar, {{school}}{% if office %}\n{{office}}{% endif %}',
  sw: 'Hadi {{as_at}}. Ikiwa umelipa baada ya hapo, asante, na tafadhali puuza ujumbe huu.\n\nMhasibu, {{school}}{% if office %}\n{{office}}{% endif %}',
}

export const BUILT_IN: readonly BuiltIn[] = [
  {
    key: 'invoice_issued',
    eventType: 'invoice_issued',
    texts: {
      en: {
        sms: '{{school}}: Term {{term}} fees for {{student}} (Adm {{adm}}): KES {{amount}}{% if due_date %}, due {{due_date}}{% endif %}.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %}',
        emailSubject: 'Term {{term}} {{year}} fees for {{student}}',
        emailText: `Dear {{guardian}},\n\nThe fees for {{student}} (Adm {{adm}}) for term {{term}} of {{year}} are KES {{amount}}.{% if due_date %} They are due on {{due_date}}.{% endif %}\n\n${pay.en}Bursar, {{school}}{% if office %}\n{{office}}{% endif %}`,
      },
      sw: {
        sms: '{{school}}: Karo ya muhula {{term}} ya {{student}} (Adm {{adm}}): KES {{amount}}{% if due_date %}, kabla ya {{due_date}}{% endif %}.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %}',
        emailSubject: 'Karo ya muhula {{term}} {{year}} ya {{student}}',
        emailText: `Mpendwa {{guardian}},\n\nKaro ya {{student}} (Adm {{adm}}) ya muhula {{term}} wa {{year}} ni KES {{amount}}.{% if due_date %} Inafaa kulipwa kabla ya {{due_date}}.{% endif %}\n\n${pay.sw}Mhasibu, {{school}}{% if office %}\n{{office}}{% endif %}`,
      },
    },
  },
  {
    key: 'payment_received',
    eventType: 'payment_received',
    texts: {
      en: {
        sms: '{{school}}: Received KES {{amount}} for {{student}} (Adm {{adm}}) on {{date}}, ref {{receipt}}. Balance KES {{balance}}. Thank you.',
        emailSubject: 'Payment received for {{student}}: KES {{amount}}',
        emailText:
          'Dear {{guardian}},\n\nThank you. KES {{amount}} for {{student}} (Adm {{adm}}) was received on {{date}}, reference {{receipt}}.\n\nThe balance is now KES {{balance}}.\n\nBursar, {{school}}{% if office %}\n{{office}}{% endif %}',
      },
      sw: {
        sms: '{{school}}: Tumepokea KES {{amount}} ya {{student}} (Adm {{adm}}) tarehe {{date}}, kumb {{receipt}}. Salio KES {{balance}}. Asante.',
        emailSubject: 'Malipo yamepokelewa ya {{student}}: KES {{amount}}',
        emailText:
          'Mpendwa {{guardian}},\n\nAsante. KES {{amount}} ya {{student}} (Adm {{adm}}) ilipokelewa tarehe {{date}}, kumbukumbu {{receipt}}.\n\nSalio sasa ni KES {{balance}}.\n\nMhasibu, {{school}}{% if office %}\n{{office}}{% endif %}',
      },
    },
  },
  {
    key: 'payment_reminder',
    eventType: 'payment_reminder',
    texts: {
      en: {
        sms: '{{school}}: Reminder, fee balance for {{student}} (Adm {{adm}}) is KES {{balance}}{% if due_date %}, due {{due_date}}{% endif %}.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %} As at {{as_at}}.',
        emailSubject: 'Fee reminder for {{student}}: KES {{balance}}',
        emailText: `Dear {{guardian}},\n\nThis is a reminder that the fee balance for {{student}} (Adm {{adm}}) is KES {{balance}}.{% if due_date %} It is due on {{due_date}}.{% endif %}\n\n${pay.en}${close.en}`,
      },
      sw: {
        sms: '{{school}}: Kumbusho, salio la karo ya {{student}} (Adm {{adm}}) ni KES {{balance}}{% if due_date %}, kabla ya {{due_date}}{% endif %}.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %} Hadi {{as_at}}.',
        emailSubject: 'Kumbusho la karo ya {{student}}: KES {{balance}}',
        emailText: `Mpendwa {{guardian}},\n\nHili ni kumbusho kwamba salio la karo ya {{student}} (Adm {{adm}}) ni KES {{balance}}.{% if due_date %} Linafaa kulipwa kabla ya {{due_date}}.{% endif %}\n\n${pay.sw}${close.sw}`,
      },
    },
  },
  {
    key: 'arrears_warning',
    eventType: 'arrears_warning',
    texts: {
      en: {
        sms: '{{school}}: KES {{balance}} for {{student}} (Adm {{adm}}) is {{days}} days late.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}, or call{% else %} Call{% endif %} {{office}} to agree a plan. As at {{as_at}}.',
        emailSubject: 'Fees {{days}} days late for {{student}}',
        emailText: `Dear {{guardian}},\n\nThe fee balance for {{student}} (Adm {{adm}}), KES {{balance}}, is {{days}} days late. If you cannot pay it at once, please call the office to agree a plan.\n\n${pay.en}${close.en}`,
      },
      sw: {
        sms: '{{school}}: KES {{balance}} ya {{student}} (Adm {{adm}}) imechelewa siku {{days}}.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}, au piga{% else %} Piga{% endif %} {{office}} tukubaliane. Hadi {{as_at}}.',
        emailSubject: 'Karo imechelewa siku {{days}} ya {{student}}',
        emailText: `Mpendwa {{guardian}},\n\nSalio la karo ya {{student}} (Adm {{adm}}), KES {{balance}}, limechelewa siku {{days}}. Ikiwa huwezi kulipa lote mara moja, tafadhali piga simu ofisini tukubaliane jinsi ya kulipa.\n\n${pay.sw}${close.sw}`,
      },
    },
  },
  {
    key: 'arrears_critical',
    eventType: 'arrears_critical',
    texts: {
      en: {
        sms: '{{school}}: KES {{balance}} for {{student}} (Adm {{adm}}) is now {{days}} days late. Please call {{office}} this week to agree a plan.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %} As at {{as_at}}.',
        emailSubject: 'Please call the office: fees {{days}} days late for {{student}}',
        emailText: `Dear {{guardian}},\n\nThe fee balance for {{student}} (Adm {{adm}}), KES {{balance}}, is now {{days}} days late. Please call the office this week so that a plan can be agreed.\n\n${pay.en}${close.en}`,
      },
      sw: {
        sms: '{{school}}: KES {{balance}} ya {{student}} (Adm {{adm}}) sasa imechelewa siku {{days}}. Tafadhali piga {{office}} wiki hii tukubaliane.{% if paybill %} Paybill {{paybill}}, A/C {{adm}}.{% endif %} Hadi {{as_at}}.',
        emailSubject: 'Tafadhali piga simu ofisini: karo ya {{student}} imechelewa siku {{days}}',
        emailText: `Mpendwa {{guardian}},\n\nSalio la karo ya {{student}} (Adm {{adm}}), KES {{balance}}, sasa limechelewa siku {{days}}. Tafadhali piga simu ofisini wiki hii ili tukubaliane jinsi ya kulipa.\n\n${pay.sw}${close.sw}`,
      },
    },
  },
  {
    key: 'fee_statement',
    eventType: 'bulk',
    texts: {
      en: {
        sms: '{{school}} fee balances as at {{as_at}}: {{lines}}. Total KES {{total}}.{% if paybill %} Paybill {{paybill}}, A/C = Adm no.{% endif %}',
        emailSubject: 'Fee balances as at {{as_at}}',
        emailText:
          'Dear {{guardian}},\n\nYour fee balances as at {{as_at}}:\n\n{{lines}}\n\nTotal: KES {{total}}\n\n{% if paybill %}Pay by M-PESA: Paybill {{paybill}}; the account is the admission number.\n\n{% endif %}Bursar, {{school}}{% if office %}\n{{office}}{% endif %}',
      },
      sw: {
        sms: '{{school}} salio za karo hadi {{as_at}}: {{lines}}. Jumla KES {{total}}.{% if paybill %} Paybill {{paybill}}, A/C = nambari ya Adm.{% endif %}',
        emailSubject: 'Salio za karo hadi {{as_at}}',
        emailText:
          'Mpendwa {{guardian}},\n\nSalio zako za karo hadi {{as_at}}:\n\n{{lines}}\n\nJumla: KES {{total}}\n\n{% if paybill %}Lipa kwa M-PESA: Paybill {{paybill}}; akaunti ni nambari ya usajili.\n\n{% endif %}Mhasibu, {{school}}{% if office %}\n{{office}}{% endif %}',
      },
    },
  },
]

/** The event of a built-in key, or undefined for a school's own text. */
export function builtIn(key: string): BuiltIn | undefined {
  return BUILT_IN.find((b) => b.key === key)
}

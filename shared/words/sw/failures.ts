/** What went wrong, in three sentences each: what happened, what it means, what to do. `{{name}}` stands for a value. */
export const failures = {
  internal: {
    what: 'Kuna hitilafu ndani ya programu.',
    means: 'Huenda ulichoomba hakikufanyika.',
    todo: 'Angalia kama kilifanyika kabla ya kujaribu tena. Ikitokea tena, funga programu kisha uifungue.',
  },
  bad_input: {
    what: 'Kuna kitu kwenye ukurasa huu ambacho hakikujazwa sawasawa.',
    means: 'Hakuna kilichobadilika.',
    todo: 'Angalia ulichoandika, kisha ujaribu tena.',
  },
  file_gone: { what: 'Faili haipo tena.', means: 'Hakuna kilicholetwa.', todo: 'Chagua faili tena.' },
  file_empty: {
    what: 'Faili “{{name}}” ni tupu.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Ifungue katika programu ya jedwali, hakikisha orodha ipo, kisha uihifadhi tena kama CSV.',
  },
  file_too_big: {
    what: 'Faili “{{name}}” ni MB {{size}}. Orodha ya karo isizidi MB {{most}}.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Hakikisha hii ndiyo orodha ya karo. Kama ndiyo, igawanye kwa madarasa.',
  },
  file_spreadsheet: {
    what: '“{{name}}” ni faili ya Excel.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Ifungue katika Excel, chagua Save As, kisha “CSV UTF-8 (Comma delimited)”. Halafu lete faili hiyo ya CSV.',
  },
  file_web_page: {
    what: '“{{name}}” ni ukurasa wa wavuti, si orodha.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Rudi kwenye programu ilikotoka, na uhifadhi orodha kama CSV.',
  },
  file_binary: {
    what: '“{{name}}” haisomeki kama orodha.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Hifadhi orodha ya karo kama CSV katika programu ya jedwali, kisha uchague faili hiyo.',
  },
  file_line_too_long: {
    what: 'Mstari wa {{row}} wa “{{name}}” una herufi zaidi ya {{most}}.',
    means: 'Hii si orodha ya karo, kwa hivyo hakuna kilicholetwa.',
    todo: 'Hifadhi orodha tena kama CSV, mtoto mmoja kwa kila mstari.',
  },
  file_quotes_broken: {
    what: 'Katika mstari wa {{row}} wa “{{name}}”, alama ya kunukuu (") imefunguliwa lakini haijafungwa.',
    means: 'Sehemu iliyobaki ya faili haisomeki, kwa hivyo hakuna kilicholetwa.',
    todo: 'Sahihisha mstari wa {{row}} katika programu ya jedwali, kisha uhifadhi tena kama CSV.',
  },
  file_no_header: {
    what: 'Hakuna mstari wa vichwa vya safu katika “{{name}}”.',
    means: 'Programu haiwezi kutambua safu ipi ni ipi, kwa hivyo hakuna kilicholetwa.',
    todo: 'Weka mstari wa vichwa (Adm No, Name, Phone, Balance …) juu ya orodha, au chagua mwenyewe mstari wenye vichwa.',
  },
  file_no_rows: { what: '“{{name}}” ina vichwa lakini haina mistari chini yake.', means: 'Hakuna kilicholetwa.', todo: 'Hakikisha orodha ilihifadhiwa yote.' },
  file_too_many_rows: {
    what: '“{{name}}” ina mistari zaidi ya {{most}}.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Gawanya orodha, kisha ulete sehemu moja baada ya nyingine.',
  },
  headings_twice: {
    what: 'Safu mbili za “{{name}}” zina kichwa kimoja: “{{heading}}”.',
    means: 'Programu haiwezi kuzitofautisha, kwa hivyo hakuna kilicholetwa.',
    todo: 'Ipe kila safu kichwa chake, kisha uhifadhi faili tena.',
  },
  mapping_missing: {
    what: 'Hakuna safu iliyochaguliwa kwa “{{field}}”.',
    means: 'Bila hiyo, mistari haiwezi kulinganishwa na watoto.',
    todo: 'Chagua safu ya faili yenye habari hiyo.',
  },
  mapping_twice: {
    what: 'Safu “{{heading}}” imechaguliwa mara mbili.',
    means: 'Safu moja hutumika mara moja tu.',
    todo: 'Chagua safu nyingine kwa mojawapo.',
  },
  check_stale: {
    what: 'Rekodi zilibadilika baada ya orodha hii kukaguliwa.',
    means: 'Hakuna kilicholetwa, kwa sababu matokeo yangetofautiana na uliyoyaona.',
    todo: 'Kagua orodha tena.',
  },
  nothing_to_import: {
    what: 'Hakuna mstari wa orodha hii ambao ungebadilisha chochote.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Kama kuna mistari iliyokataliwa, isahihishe katika faili kisha uichague tena.',
  },
  school_missing: {
    what: 'Jina la shule na muhula bado havijajazwa.',
    means: 'Ujumbe haungeonyesha umetoka shule gani.',
    todo: 'Jaza kwanza Mipangilio → Shule.',
  },
  template_missing: { what: 'Kiolezo hiki hakipo tena.', means: 'Hakuna kilichotumwa wala kubadilika.', todo: 'Chagua kiolezo kingine.' },
  template_broken: {
    what: 'Maandishi yana kosa ambalo lingezuia ujumbe kutumwa.',
    means: 'Hayakuhifadhiwa.',
    todo: 'Sahihisha kwanza sehemu zilizowekwa alama.',
  },
  template_empty: { what: 'Bado hakuna maandishi.', means: 'Hakikuhifadhiwa.', todo: 'Andika kwanza maandishi ya SMS au ya barua pepe.' },
  template_name_missing: { what: 'Kiolezo hakina jina.', means: 'Hakikuhifadhiwa.', todo: 'Kipe jina utakalolitambua wakati wa kutuma.' },
  template_name_taken: { what: 'Tayari kuna kiolezo kinachoitwa “{{name}}”.', means: 'Hakikuhifadhiwa.', todo: 'Chagua jina lingine.' },
  audience_empty: {
    what: 'Hakuna mtu ambaye angepata ujumbe huu.',
    means: 'Hakuna kilichotumwa.',
    todo: 'Chagua familia zaidi, au angalia ni nani ameachwa na kwa nini.',
  },
  message_missing: { what: 'Ujumbe huu haupo tena.', means: 'Hakuna kilichobadilika.', todo: 'Fungua tena Kumbukumbu za ujumbe.' },
  cannot_retry: {
    what: 'Ujumbe huu hauwezi kutumwa tena.',
    means: 'Unasubiri, unatumwa, au tayari umetumwa.',
    todo: 'Fungua tena Kumbukumbu za ujumbe uone hali yake.',
  },
  cannot_settle: {
    what: 'Ujumbe huu hausubiri uamuzi.',
    means: 'Hakuna kilichobadilika.',
    todo: 'Fungua tena Kumbukumbu za ujumbe uone hali yake.',
  },
  key_store_unsafe: {
    what: 'Kompyuta hii haina mahali salama pa kuweka funguo na nenosiri.',
    means: 'Bila mahali hapo akaunti haiwezi kuhifadhiwa, kwa hivyo hakuna kinachoweza kutumwa kwa wazazi kutoka hapa.',
    todo: 'Mwulize anayetunza kompyuta hii. Linux inahitaji GNOME Keyring au KWallet iliyofunguliwa; Windows na macOS hazihitaji kingine.',
  },
  key_missing: {
    what: 'API key haipo.',
    means: 'Akaunti ya SMS haikuhifadhiwa.',
    todo: 'Nakili API key kutoka akaunti yako ya Africa’s Talking, kisha uibandike hapa.',
  },
  password_missing: {
    what: 'Nenosiri halipo.',
    means: 'Akaunti ya barua pepe haikuhifadhiwa.',
    todo: 'Andika nenosiri la akaunti ya barua pepe. Kwa Gmail, hili ni “app password”.',
  },
  account_missing_sms: { what: 'Bado hakuna akaunti ya SMS.', means: 'Hakuna kilichotumwa.', todo: 'Jaza Mipangilio → Akaunti ya SMS.' },
  account_missing_email: { what: 'Bado hakuna akaunti ya barua pepe.', means: 'Hakuna kilichotumwa.', todo: 'Jaza Mipangilio → Akaunti ya barua pepe.' },
  phone_unusable: {
    what: '“{{phone}}” si nambari ya simu ya mkononi inayoweza kupata SMS.',
    means: 'Hakuna kilichotumwa.',
    todo: 'Andika nambari kama 0712 345 678.',
  },
  base_url_unsafe: {
    what: 'Anwani ya kampuni ya SMS lazima ianze na https.',
    means: 'Akaunti haikuhifadhiwa, kwa sababu wengine wangeweza kuona API key ikitumwa.',
    todo: 'Tumia anwani iliyokuwepo mwanzoni.',
  },
  practice_only: {
    what: 'Hili haliwezi kufanywa katika hali ya mazoezi.',
    means: 'Katika hali ya mazoezi hakuna kinachotumwa, wala akaunti haihitajiki.',
    todo: 'Ondoka kwanza kwenye hali ya mazoezi, katika Mipangilio → Hali ya mazoezi.',
  },
  quiet_hours_half: { what: 'Saa za utulivu zinahitaji mwanzo na mwisho.', means: 'Hazikuhifadhiwa.', todo: 'Jaza saa zote mbili, au ufute zote mbili.' },
  disk_full: {
    what: 'Diski ya kompyuta hii imejaa.',
    means: 'Ulichoomba hakikufanyika. Kumbukumbu ziko kama zilivyokuwa.',
    todo: 'Futa faili usizohitaji tena, kisha ujaribu tena.',
  },
  records_locked: {
    what: 'Programu nyingine inatumia faili ya rekodi.',
    means: 'Ulichoomba hakikufanyika. Rekodi ziko kama zilivyokuwa.',
    todo: 'Subiri dakika moja, kisha ujaribu tena. Ikiendelea, angalia kama kuna programu ya kunakili data au ya kukinga virusi inayofanya kazi kwenye kompyuta hii.',
  },
  records_read_only: {
    what: 'Programu hairuhusiwi kuandika kwenye folda ya rekodi.',
    means: 'Bila ruhusa hiyo hakuna kinachoweza kutumwa wala kuandikwa, kwa hivyo haikufunguka. Rekodi ziko kama zilivyokuwa.',
    todo: 'Mwombe anayetunza kompyuta hii aruhusu kuandika kwenye {{folder}}.',
  },
  database_newer: {
    what: 'Rekodi ziliandikwa na toleo jipya zaidi la programu.',
    means: 'Toleo hili lingeweza kuziharibu, kwa hivyo halikuzifungua.',
    todo: 'Weka toleo jipya kabisa la programu.',
  },
  database_damaged: {
    what: 'Faili ya rekodi haisomeki.',
    means: 'Hakuna kilichotumwa, na faili imeachwa ilivyokuwa.',
    todo: 'Usibadilishe chochote kwenye kompyuta hii, na uombe msaada. Faili ni {{file}}.',
  },
} as const

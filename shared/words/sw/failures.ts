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
  file_unreadable: {
    what: 'Faili “{{name}}” haikuweza kusomwa.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Je, hifadhi ya mtandao au flashi imeunganishwa, na faili imefungwa katika programu nyingine? Inakili kwenye kompyuta hii kisha uichague tena.',
  },
  file_too_slow: {
    what: 'Faili “{{name}}” haikuweza kusomwa ndani ya sekunde {{seconds}}.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Je, hifadhi ya mtandao au flashi imeunganishwa? Nakili faili kwenye kompyuta hii kisha uichague tena.',
  },
  file_not_plain: {
    what: '“{{name}}” ni folda au kifaa, si faili.',
    means: 'Hakuna kilicholetwa.',
    todo: 'Chagua faili yenye orodha.',
  },
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
  data_stale: {
    what: 'Salio zilizopo ni za zamani kuliko shule inavyotaka.',
    means: 'Hakuna ujumbe uliowekwa kwenye foleni, kwa sababu huenda familia zimelipa tangu hapo.',
    todo: 'Leta orodha mpya, au kwenye ukurasa wa Kutuma sema kwamba ujumbe uende hata hivyo.',
  },
  clock_behind: {
    what: 'Saa ya kompyuta hii inaonyesha siku iliyopita zamani.',
    means: 'Hakuna ujumbe uliowekwa kwenye foleni: siku zingehesabiwa vibaya, na ujumbe ungekuwa umepitwa na wakati mara saa itakaporekebishwa.',
    todo: 'Rekebisha tarehe na saa ya kompyuta kisha utume tena, au kwenye ukurasa wa Kutuma sema kwamba saa ni sahihi.',
  },
  cannot_cancel: {
    what: 'Ujumbe huu hauwezi kusitishwa tena.',
    means: 'Umeshaondoka, au haukuwa wa kutumwa.',
    todo: 'Fungua tena Kumbukumbu za ujumbe uone hali yake.',
  },
  batch_missing: {
    what: 'Utumaji huu haupo kwenye rekodi.',
    means: 'Hakuna kilichobadilika.',
    todo: 'Fungua tena ukurasa wa Mwanzo uone utumaji wa karibuni.',
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
    what: 'Ufunguo (API key) haupo.',
    means: 'Akaunti ya SMS haikuhifadhiwa.',
    todo: 'Nakili ufunguo kutoka akaunti yako kwa kampuni ya SMS, kisha uubandike hapa. Kwa Twilio unaitwa “auth token”.',
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
  gateway_unusable: {
    what: 'Maelezo ya huduma ya SMS yana kosa.',
    means: 'Akaunti haikuhifadhiwa.',
    todo: 'Sahihisha mahali palipowekwa alama, au uanze upya kwa maelezo yaliyo tayari.',
  },
  gateway_in_clear: {
    what: 'Anwani ya huduma ya SMS lazima ianze na https, isipokuwa iwe ndani ya mtandao wa shule yenyewe.',
    means: 'Akaunti haikuhifadhiwa, kwa sababu wengine wangeweza kusoma ujumbe ukiwa njiani.',
    todo: 'Tumia anwani ya huduma inayoanza na https.',
  },
  practice_only: {
    what: 'Hili haliwezi kufanywa katika hali ya mazoezi.',
    means: 'Katika hali ya mazoezi hakuna kinachotumwa, wala akaunti haihitajiki.',
    todo: 'Ondoka kwanza kwenye hali ya mazoezi, katika Mipangilio → Hali ya mazoezi.',
  },
  quiet_hours_half: { what: 'Saa za utulivu zinahitaji mwanzo na mwisho.', means: 'Hazikuhifadhiwa.', todo: 'Jaza saa zote mbili, au ufute zote mbili.' },
  took_too_long: {
    what: 'Hili lilichukua muda mrefu mno, likasimamishwa.',
    means: 'Rekodi ni kamili, na ujumbe unaendelea kutumwa.',
    todo: 'Angalia kama lilifanyika hata hivyo. Kama sivyo, jaribu tena. Likitokea tena, funga programu kisha uifungue upya.',
  },
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
  console_open: {
    what: 'Programu ya mhasibu imefungua rekodi hizi.',
    means: 'Hakuna kilichofanyika.',
    todo: 'Funga dirisha lake, kisha ujaribu tena.',
  },
  mode_fixed: {
    what: 'Wito hauwezi kubadilisha hali.',
    means: 'Hakuna kilichofanyika.',
    todo: 'Anza tena kwa --live, au bila hiyo kwa mazoezi.',
  },
  unknown_call: {
    what: 'Hakuna wito unaoitwa “{{channel}}”.',
    means: 'Hakuna kilichofanyika.',
    todo: 'Yanayofanana ni {{near}}. --help inaorodhesha yote.',
  },
  records_read_only: {
    what: 'Programu hairuhusiwi kuandika kwenye folda ya rekodi.',
    means: 'Bila ruhusa hiyo hakuna kinachoweza kutumwa wala kuandikwa, kwa hivyo haikufunguka. Rekodi ziko kama zilivyokuwa.',
    todo: 'Mwombe anayetunza kompyuta hii aruhusu kuandika kwenye {{folder}}.',
  },
  report_unreadable: {
    what: '“{{name}}” haisomeki kama orodha ya ujumbe.',
    means: 'Hakuna kilichobadilika kwenye kumbukumbu.',
    todo: 'Katika tovuti ya kampuni ya SMS, hifadhi tena orodha ya ujumbe uliotumwa kama CSV, kisha uchague faili hiyo. Ikiwa ni ndefu sana, hifadhi siku chache kwa wakati mmoja.',
  },
  report_no_header: {
    what: 'Hakuna mstari wa vichwa vya safu katika “{{name}}”.',
    means: 'Programu haiwezi kutambua safu ipi ni ipi. Hakuna kilichobadilika kwenye kumbukumbu.',
    todo: 'Hifadhi tena orodha kutoka tovuti ya kampuni ya SMS, pamoja na vichwa vyake (Message ID, Phone Number, Date, Status …).',
  },
  report_columns_missing: {
    what: 'Safu zinazohitajika hazijachaguliwa zote.',
    means: 'Ujumbe hupatikana kwa nambari ya marejeleo ya mtoa huduma, au kwa nambari ya simu na wakati wake; kilichotokea kiko kwenye hali.',
    todo: 'Chagua safu ya hali, na ama ile ya marejeleo au zile za nambari ya simu na za wakati.',
  },
  relay_missing: {
    what: 'Hakuna anwani ya tovuti ya ripoti iliyowekwa.',
    means: 'Hapakuwa na cha kuuliza.',
    todo: 'Jaza anwani na tokeni, kisha uzihifadhi kwanza.',
  },
  relay_url_unsafe: {
    what: 'Anwani ya tovuti ya shule lazima ianze na https.',
    means: 'Haikuhifadhiwa, kwa sababu wengine wangeweza kuona tokeni ikitumwa.',
    todo: 'Andika anwani inayoanza na https:// isiyo na jina wala nenosiri ndani yake.',
  },
  relay_token_missing: {
    what: 'Tokeni haipo.',
    means: 'Anwani haikuhifadhiwa. Tokeni ni ya anwani iliyoandikiwa.',
    todo: 'Mwombe anayetunza tovuti ya shule tokeni, kisha uibandike hapa.',
  },
  relay_unreachable: {
    what: 'Tovuti ya shule haikujibu.',
    means: 'Ripoti ilizo nazo bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Hakuna cha kufanya sasa: itaulizwa tena yenyewe. Ikiendelea hivyo, angalia anwani na mtandao.',
  },
  relay_wrong_token: {
    what: 'Tovuti ya shule haikubali tokeni hiyo.',
    means: 'Ripoti ilizo nazo bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Mwombe anayetunza tovuti ya shule tokeni sahihi.',
  },
  relay_not_there: {
    what: 'Katika anwani hiyo hakuna kinachotoa ripoti za ujumbe.',
    means: 'Hakuna ripoti zinazoweza kuchukuliwa kutoka hapo. Utumaji unaendelea.',
    todo: 'Hakikisha anwani pamoja na anayetunza tovuti ya shule.',
  },
  relay_busy: {
    what: 'Tovuti ya shule ina hitilafu au imelemewa.',
    means: 'Ripoti ilizo nazo bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Hakuna cha kufanya sasa: itaulizwa tena yenyewe. Ikiendelea hivyo, mwambie anayetunza tovuti ya shule.',
  },
  relay_unreadable: {
    what: 'Tovuti ya shule ilijibu kitu kisichosomeka.',
    means: 'Ripoti zake haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Mwambie anayetunza tovuti ya shule. Inachopaswa kujibu kimeandikwa katika README ya programu hii.',
  },
  mailbox_missing: {
    what: 'Hakuna sanduku la barua pepe zinazorudi lililowekwa.',
    means: 'Hapakuwa na cha kusoma.',
    todo: 'Jaza maelezo ya sanduku hilo, kisha uyahifadhi kwanza.',
  },
  mailbox_unsafe: {
    what: 'Bila usimbaji fiche, wengine wangeweza kuona nenosiri likitumwa.',
    means: 'Sanduku la barua halikuhifadhiwa.',
    todo: 'Chagua TLS (kwa kawaida port 993) au STARTTLS (kwa kawaida port 143).',
  },
  mailbox_password_missing: {
    what: 'Nenosiri la sanduku la barua halipo.',
    means: 'Sanduku la barua halikuhifadhiwa. Nenosiri ni la seva lililoandikiwa.',
    todo: 'Andika nenosiri. Kwa Gmail, hili ni “app password”.',
  },
  mailbox_unreachable: {
    what: 'Sanduku la barua halikujibu.',
    means: 'Barua pepe zilizorudi bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Hakuna cha kufanya sasa: litaulizwa tena lenyewe. Ikiendelea hivyo, angalia seva, port na usimbaji fiche.',
  },
  mailbox_wrong_password: {
    what: 'Sanduku la barua halikubali jina la mtumiaji na nenosiri.',
    means: 'Barua pepe zilizorudi bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Yaandike tena. Kwa Gmail, nenosiri ni “app password”.',
  },
  mailbox_folder_missing: {
    what: 'Sanduku la barua halina folda ya jina hilo.',
    means: 'Barua pepe zilizorudi bado haziko kwenye kumbukumbu. Utumaji unaendelea.',
    todo: 'Angalia jina hilo. Folda ambayo barua huingia ni INBOX.',
  },
  provider_unreachable: {
    what: 'Kampuni ya SMS haikusema kilichotokea kwa ujumbe.',
    means: 'Baadhi bado huonyeshwa kuwa umetumwa. Utumaji unaendelea.',
    todo: 'Hakuna cha kufanya sasa: itaulizwa tena yenyewe.',
  },
  database_newer: {
    what: 'Rekodi ziliandikwa na toleo jipya zaidi la programu.',
    means: 'Toleo hili lingeweza kuziharibu, kwa hivyo halikuzifungua.',
    todo: 'Weka toleo jipya kabisa la programu.',
  },
  database_not_updated: {
    what: 'Rekodi hazikuweza kutayarishwa kwa toleo hili la programu.',
    means: 'Ziko kama zilivyokuwa, na hakuna kilichotumwa.',
    todo: 'Weka tena toleo ulilotumia awali, kisha uombe usaidizi. Rekodi ziko kwenye {{folder}}.',
  },
  database_damaged: {
    what: 'Faili ya rekodi haisomeki.',
    means: 'Hakuna kilichotumwa, na faili imeachwa ilivyokuwa.',
    todo: 'Usibadilishe chochote kwenye kompyuta hii, na uombe msaada. Faili ni {{file}}.',
  },
} as const

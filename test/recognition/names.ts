/** Lists of names and places to draw from: invented combinations of common ones, awkward where life is. */
import type { Country } from './truth.ts';

const list = (text: string): string[] => text.split('|');

export const givenNames: Record<Country, readonly string[]> = {
  us: list(
    'Walter|Denise|Robert|Maria|Mary Ann|Jean-Luc|Patricia|Linda|Kevin|Tyrone|Latoya|Ethan|Emma|Grace|Solveig|' +
      'José|Renée|Nora|Stanley|Dorothy|Chidi|Priya|Rajesh|Wei|Mei Ling|Yasmin|Alexandria Rose|Fiona|Thandiwe|' +
      'William|Charles|Margaret|Susan|Barbara|Sofía|Luis|Carmen|Ahmed|Noah|Olivia|Harold|Josephine|Antoinette|' +
      'Zachary|Isabella|Jamal|Keisha|Björn|Ingrid|Paul|Anna Maria',
  ),
  uk: list(
    'Arthur|Beryl|Colin|Deborah|Ewan|Freya|Gareth|Hamish|Imogen|Jasmine|Keith|Lorna|Mohammed|Niamh|Oliver|' +
      'Padraig|Rhiannon|Siân|Trevor|Una|Vivienne|Winifred|Zara|Aisha|Callum|Doreen|Edward|Florence|Geraint|Harriet|' +
      'Ibrahim|Joyce|Kathleen|Leonard|Mary-Jane|Nigel|Olwen|Patricia|Ruth|Sanjay|Thomas|Agnieszka|Zoë|François',
  ),
};

export const familyNames: Record<Country, readonly string[]> = {
  us: list(
    "Abernathy|Alvarez|Baptiste|Brennan|Caldwell|Carver|Chen|Cooper|Delacroix|Diaz|Donnelly|O'Connor|O'Malley|" +
      'Fairweather|Feldman|Fitzgerald|Garcia|Goldberg|Grant|Haddad|Hargreaves|Holloway|Ivanova|Jackson|Jankowski|' +
      'Johnson|Johnston|Kaczmarek|Kim|Kowalczyk|Lindqvist|MacAllister|McKenzie|Mbeki|Nguyen|Okafor|Patel|Peterson|' +
      'Quinones|Ramirez|Rosenthal|Schwartz|St. Clair|Thornton|Underwood|Van der Berg|Vasquez|Washington|Weatherby|' +
      'Yamamoto|Zimmerman|De la Cruz|Núñez|Gutiérrez|Müller|Smith|Brown|Miller|Davis|Wilson|Anderson',
  ),
  uk: list(
    'Ashworth|Bainbridge|Cholmondeley|Davies|Evans|Ferguson|Griffiths|Hughes|Iqbal|Jones|Khan|Llewellyn|MacDonald|' +
      "Nicholson|O'Brien|O'Sullivan|Pritchard|Quigley|Robertson|Sutherland|Taylor|Upton|Vaughan|Whittaker|Yates|" +
      'Begum|Campbell|Dixon|Ellis|Fraser|Graham|Hussain|Jenkins|Kerr|Lewis|Morgan|Norris|Owen|Patel|Reid|Singh|' +
      'Thompson|Walker|Wright|Young|Smith-Hartley|Fotheringham|Blenkinsop|Zielinska|Nowak|Lefèvre|St John',
  ),
};

export const streetsUs = list(
  'Canterbury Road|Monroe Avenue|Wilmer St|Park Ave|Sunset Drive|Elmwood Terrace|Clover Hills Dr|Garson Avenue|' +
    'Hudson Ave|Oak Lane|East Boulevard|South Goodman St|Varinna Drive|Clinton Ave N|Five Mile Line Rd|Lake Shore Blvd|' +
    'W 42nd Street|County Road 18|Old Mill Court|Martin Luther King Jr. Way',
);
export const placesUs = list(
  'Rochester, NY 14607|Brighton, NY 14618|Pittsford, NY 14534|Ithaca, NY 14850|Syracuse, NY 13210|Albany, NY 12208|' +
    'Buffalo, NY 14214|Seattle, WA 98104|Denver, CO 80220|Springfield, IL 62704|St. Paul, MN 55101|El Paso, TX 79902',
);
export const streetsUk = list(
  'High Street|Church Lane|Victoria Road|Station Road|The Green|Mill Lane|Queensway|Park Crescent|Albert Terrace|' +
    'St Andrews Close|Chapel Hill|Harbour View|Ffordd y Mynydd|Castle Wynd|Orchard Way|Manor Drive',
);
export const placesUk = list(
  'Norwich NR2|Leeds LS7|Cardiff CF14|Truro TR1|Whitby YO21|Bath BA1|Hexham NE46|Inverness IV2|Swansea SA3|' +
    'Ely CB7|Kendal LA9|Oban PA34|Ludlow SY8|London SE15|Manchester M14|Little Snoring, Fakenham NR21',
);

export const clinicNames: Record<Country | 'hospital', readonly string[]> = {
  us: list(
    'Genesee Family Medicine|Park Avenue Internal Medicine|Lakeshore Pediatrics|Finger Lakes Cardiology|' +
      'Elmwood Behavioral Health|Pittsford Orthopedics and Pain|Highland Primary Care Associates|Riverside Clinic|' +
      'Monroe Endocrinology Group, P.C.|Clinton Square Urgent Care|Northside Community Health Center|' +
      'Mount Hope Neurology|Valley View Medical Group|Harbor Dermatology',
  ),
  uk: list(
    'The Elms Surgery|Riverside Medical Centre|Harbour View Practice|Castle Street Surgery|Old Mill Health Centre|' +
      'St Andrews Medical Practice|Parkside Group Practice|Meadow Lane Surgery|The Orchard Surgery|Dr Vaughan and Partners',
  ),
  hospital: list(
    'Northmoor General Hospital|Royal Westbridge Infirmary|St Aldhelm Private Clinic|Harrowfield Hospital|' +
      'Queen Eleanor Hospital|The Beaumont Consulting Rooms|Ashgrove Hospital NHS Foundation Trust',
  ),
};

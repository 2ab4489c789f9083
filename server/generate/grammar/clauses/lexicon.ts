/** The English of questions, apart from names and values: phrases and what they do. No word of any business.
 * One file, because it is one table. */

export type Op =
  | 'filler'
  | 'command'
  | 'wh'
  | 'count'
  | 'agg'
  | 'distinct'
  | 'superlative'
  | 'adjective'
  | 'compare'
  | 'between'
  | 'group'
  | 'sort'
  | 'direction'
  | 'alphabetical'
  | 'not'
  | 'and'
  | 'or'
  | 'both'
  | 'either'
  | 'but'
  | 'prep'
  | 'rel'
  | 'has'
  | 'is'
  | 'verb'
  | 'all'
  | 'some'
  | 'contains'
  | 'null'
  | 'average'
  | 'top'
  | 'ratio'
  | 'percent'
  | 'stop'
  | 'comma'
  | 'open'
  | 'close'
  | 'common'
  | 'name'
  | 'key'
  | 'only'
  | 'times'
  | 'pronoun'
  | 'number-word'
  | 'except'
  | 'same'
  | 'unit'
  | 'each-of'
  | 'equals'
  | 'bucket'
  | 'revenue'
  | 'running'
  | 'previous'
  | 'selling'
  | 'sold-out'
  | 'ended'
  | 'weekday'
  | 'alike'
  | 'timely'
  | 'now'

export interface Entry {
  op: Op
  arg: string
  phrase: readonly string[]
}

const TABLE: readonly (readonly [Op, string, string])[] = [
  [
    'command',
    '',
    "state the|name the|show|show me|list|list out|list down|find|find out|give|give me|get|get me|return|display|tell me|tell|provide|report|print|fetch|retrieve|select|identify|name me|can you|could you|please|i want|i want to know|i would like|would like|i need|output|compute|calculate|determine|see|view|let me see|search for|look up|what about|would you|would you kindly|would you please|could you kindly|may i ask|might i ask|can i ask|may i know|may i see|can i see|also show|also give|also return|provide me with|i'd like|do you know|we want|pull up|pull",
  ],
  [
    'wh',
    'which',
    "and what|and which|and what is|and what are|and what was|also what|which|what|what is|what are|what was|what were|whats|what 's|what kind of|what kinds of|what sort of|which of the|which ones of the|in which|in what|from which|to which|for which|at which|for what|from what|by which|on which|which one|how is|how are",
  ],
  ['wh', 'who', 'who|whom|who are|who is|who were|who was|to whom'],
  ['wh', 'everyone', 'everyone|everybody'],
  ['wh', 'where', 'where|where is|where are'],
  ['wh', 'when', 'when|when was|when were|when did'],
  [
    'count',
    '',
    'how many|number of|the number of|numbers of|the numbers of|count|count of|the count of|count the number of|total number of|the total number of|total count of|how many different|the corresponding number of|corresponding number of|the number|the count',
  ],
  [
    'agg',
    'AVG',
    'average|avg|mean|average of|the average of|mean of|average value of|on average|typical|averages',
  ],
  [
    'agg',
    'SUM',
    'total|sum|sum of|total of|combined|overall|the sum of|in total|summed|total amount of|total sum of|totals|altogether|all together|together',
  ],
  ['agg', 'MIN', 'minimum|min|minimal|minimum value of'],
  ['agg', 'MAX', 'maximum|max|maximal|maximum value of'],
  [
    'distinct',
    '',
    'distinct list of|distinct|different|unique|different kinds of|different types of|type of|types of|different forms of|forms of|sorts of|distinctive|various|distinctly',
  ],
  ['superlative', 'desc', 'highest|largest|greatest|biggest|most|the most|maximum|max|top|larger number of'],
  ['superlative', 'asc', 'lowest|smallest|fewest|least|the least|the fewest|minimum|min'],
  ['superlative', 'best', 'best'],
  ['superlative', 'worst', 'worst'],
  ['top', 'desc', 'top|first|leading'],
  ['top', 'asc', 'bottom|last'],
  [
    'common',
    'desc',
    'most common|most popular|most frequent|most frequently used|most often|commonest|most frequently|most commonly used|most used|most widely used|predominant|most prevalent',
  ],
  ['common', 'asc', 'least common|least popular|least frequent|rarest'],
  [
    'compare',
    '>',
    'more than|over|above|greater than|larger than|bigger than|higher than|exceeding|exceeds|exceed|exceeded|>|is more than|strictly more than|in excess of|beyond|larger|greater|higher|bigger|more',
  ],
  [
    'compare',
    '<',
    'less than|under|below|fewer than|smaller than|lower than|<|beneath|smaller|lower|fewer|less',
  ],
  [
    'compare',
    '>=',
    'at least|no less than|not less than|minimum of|a minimum of|>=|no fewer than|or more|not fewer than|greater than or equal to|more than or equal to',
  ],
  [
    'compare',
    '<=',
    'at most|no more than|not more than|up to|maximum of|a maximum of|<=|or less|or fewer|less than or equal to|not exceeding|not higher than|not above|not greater than|no higher than|no greater than',
  ],
  ['compare', '=', 'equal to|equals|exactly|=|precisely'],
  ['compare', '>date', 'after|later than|newer than|following|more recent than|from after'],
  ['compare', '>=date', 'since|starting from|starting in|from the year|ever since'],
  ['compare', '<date', 'before|earlier than|prior to'],
  ['compare', '<=date', 'until|till|up until'],
  ['between', '', 'between|in between|in the range of|in the range|ranging from|ranges from'],
  [
    'group',
    '',
    'for each|per|each|for every|every|in each|of each|by each|at each|for all the different|grouped by|group by|broken down by|broken out by|split by|in every|from each|corresponding to each|for different|of different|of every|on each|with each|to each|for each of the|of each of the|split by the|for each distinct|for each different|respectively for each|for each one of the|by different|at every|for different number of|for different numbers of|for each number of|for each different number of',
  ],
  [
    'sort',
    '',
    'ordered by|order by|sorted by|sort by|sort them by|order them by|in order of|arranged by|ranked by|rank by|sorted in|ordered in|order the results by|sort the results by|sorted|ordered|arrange by|order|sort|rank them by|arranged in|in the order of|sorted according to|according to|list in|order results by|ranked|arranged|in order by',
  ],
  [
    'direction',
    'asc',
    'from low to high|from the lowest to the highest|from the smallest to the largest|from the shortest to the longest|ascending|in ascending order|ascending order|in ascending order of|in increasing order of|in increasing order|increasing|from lowest to highest|from smallest to largest|lowest first|smallest first|from low to high|asc|from least to most|from shortest to longest|fewest first|in ascending order by|low to high|earliest first|from earliest to latest|in ascending|starting from the earliest date|starting from the earliest|from fewest to most|cheapest first|in ascending alphabetical order of',
  ],
  [
    'direction',
    'old',
    'from oldest to youngest|from the oldest to the youngest|oldest first|from old to young|from oldest to newest|oldest to youngest',
  ],
  [
    'direction',
    'young',
    'from youngest to oldest|from the youngest to the oldest|youngest first|from young to old|youngest to oldest',
  ],
  [
    'direction',
    'desc',
    'from best to worst|starting from the highest|to the lowest|to the worst|to the smallest|from the highest to the lowest|from the largest to the smallest|from the longest to the shortest|starting from the best|descending order of|descending|in descending order|descending order|in descending order of|in decreasing order of|in decreasing order|decreasing|from highest to lowest|from largest to smallest|highest first|largest first|from high to low|desc|from most to least|from longest to shortest|most first|in descending order by|high to low|latest first|newest first|from latest to earliest|most recent first|from biggest to smallest|starting from the top|in descending|biggest first|most expensive first|starting with the highest|reverse order',
  ],
  [
    'alphabetical',
    'asc',
    'alphabetically|in alphabetical order|alphabetical order|in lexicographical order|alphabetic order|in ascending alphabetical order|in alphabetic order|in lexicographic order|lexicographically|alphabetical|in alphabetical order of|in alphabetic order of|in ascending lexicographical order|in lexicographical order of',
  ],
  [
    'alphabetical',
    'desc',
    'reverse alphabetically|in reverse alphabetical order|in descending alphabetical order|reverse alphabetical order|in reverse lexicographical order',
  ],
  [
    'not',
    '',
    "not|no|never|without|without any|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|do not|does not|did not|are not|is not|have not|has not|have no|has no|had no|have never|has never|had never|lack|lacking|lacks|not any|not a single|neither|cannot|no longer|were not|was not|not a|not an|not the|nor|none of|is no|are no|yet to|without a single|there is not a single|non|do not have any|does not have any|do not have|does not have|not have any|don't have any|don't have|are not any|isn't any|with no|without having|but no|not even one",
  ],
  ['except', '', 'except|excluding|other than|apart from|except for|but not|besides|rather than'],
  [
    'and',
    '',
    'and|as well as|along with|together with|plus|and also|&|and the|and their|and its|and what is|and what are|alongside|and how|and respective|and their respective|and his|with their|and the respective',
  ],
  ['or', '', 'or|or else'],
  ['both', '', 'both|both of'],
  ['either', '', 'either'],
  ['but', '', 'but|however|yet'],
  [
    'rel',
    'who',
    'who|that|which|whom|those who|those that|the ones that|ones that|when|where there|so that|such that',
  ],
  [
    'rel',
    'whose',
    'whose|where|the name of whose|for whom|for which|in which|on which|at which|of which|by whom',
  ],
  [
    'has',
    '',
    'have|has|had|having|with|having a|has a|have a|that have|with a|with an|with the|have any|has any|there is|there are|containing|contain|contains|owning|own|owns|owned|includes|including|include|that has|who has|who have|featuring|possess|there was|there were',
  ],
  ['is', '', 'is|are|was|were|be|being|been|am|is a|are a|is an|are an|is the|are the'],
  [
    'prep',
    'of',
    'across|across all|across the|of|of the|of all|of all the|among|amongst|out of|among all|within|of our|of any|of their',
  ],
  ['prep', 'for', 'for|for the|for all|for those|for our|for any|for all the'],
  [
    'prep',
    'in',
    'in|in the|during|during the|inside|into|on|on the|at|at the|located in|based in|situated in|living in|lives in|live in|in our|in all|lying in|is located in|are located in|are based in|residing in|held in|in the city of|in all the',
  ],
  [
    'prep',
    'from',
    'from|from the|come from|comes from|coming from|came from|are from|is from|originating from|departing from|depart from|leaving from|leave from|from all',
  ],
  [
    'prep',
    'to',
    'to|to the|arriving at|arriving in|arrive in|arrive at|go to|goes to|going to|arriving|landing in|landing at|land in|destined for|fly to|towards|shipped to|sent to|delivered to',
  ],
  ['prep', 'by', 'in terms of|by|by the|going by|via|through|using|use|uses|by a|by an|used by|that use'],
  [
    'verb',
    '',
    'how much money|take in|takes in|took in|taken in|bring in|collect|collects|collected|do|does|did|will|would|can|could|made|make|makes|done|live|lives|belong|belongs|belong to|belongs to|work|works|work for|works for|working|located|placed|place|places|made by|come|comes|came|produce|produces|produced|produced by|shows|showing|shown|registered|used|appear|appears|appeared|appear on|appear in|exist|exists|existing|listed|recorded|stored|given|associated|associated with|related|related to|participated|participate|participated in|happened|happen|took place|occur|occurs|occurred|held|hold|holds|serve|serves|serving|served|take|takes|took|taken|bought|buy|buys|purchased|purchase|purchases|ordered|order|orders|sold|sell|sells|selling|supply|supplied|handled|handle|attended|attend|attends|visited|visit|visits|play|plays|playing|played|speak|speaks|spoken|spoke|write|writes|written|wrote|got|gotten|received|receive|receives|issued|issue|sent|send|published|publish|born|called|named|titled|labeled|labelled|known|known as|so far|ever|raised|raise|built|build|builds|designed|design|driven|drives|acted|act|acted in|starred|starring|stars|rented|rent|rents|paid|pay|pays|made up|get|assigned|assigned to|signed|joined|contributed|posted|post|wrote by|given by|offered|offer|offers|carried|carry|carries|lost|win|won|wins|caused|cause|causes|assist|reported|bring|brought|brought in|brings|generate|generated|earn|earned|earns|employ|employs|employed|border|borders|flow|flows|flow through|traverse|cite|cites|cited|responsible for|responsible|lie|lies|in charge of|headed|head|heads|managed|manage|manages|teach|teaches|taught|study|studies|enrolled|enrolled in|enroll|perform|performed|stay|stayed|stays|fly|flies|departing|depart|departs|leave|leaves|going|goes|arrive|arrives|land|landing|opened|open|opening|created|create|founded|established|released|started|starting|finished|ended|directed|died|hired|fired|shipped|ship|delivered|needed|required|borrowed|borrow|loaned|checked out|did we|have we|has been|have been|had been|do we|we have|do we have|we|us|our|you|your|i|me|my|it|it has|they have|how much|did they|do they|does it|did it|was it|is it|are they|were they|does he|does she|they|them|he|she|him|it is|they are|being used|reside|resides|placed by|spent|spend|spends|charged|charge|booked|reserved|reserve|tagged|marked|classified|categorized|spoken in|spoken by|available|present|involved|involved in|get from|put|cover|covers|covered|covering|lose|loses|lost|led to|leads to|lead to|became|become|becomes|weigh|weighs|weighed|graduated|graduate|commanded|painted|composed|recorded by|invented|manufactured|manufacture|manufactures|coming|carried by|sponsored|sponsor|sponsors|host|hosts|hosted|owned by|run by|led by|written in|filed|file|submitted|submit|fall|falls|fall into|fell|reach|reached|carries out|sit|kept|keep|keeps|track|say|says|said|think|supplies|feature|features|operate|operates|operated|run|runs|running|represent|represents|employs|total up|amounting|amounting to|amount to|amounts to|worth|stand|stands|accounted|account|accounts|concern|brokered|average out|broken|vary|compare|driving|raising|own by|is used|are used|spanning|reporting|reports|report to|reports to|work under|supervised|supervised by|supervise|managed by|go|went|weighing|costing|priced|priced at|aged|rated|measuring|totaling|totalling|numbering|lasting|dated|timed|scored|scoring|shared|shared by|know|knows|knew|want|wants|wanted|prefer|prefers|gave us|treat|treats|treated|treating|prescribe|prescribes|prescribed|diagnose|diagnosed|examine|examined|sees|saw|seen|meet|meets|met|help|helps|helped|work with|works with|worked with|look after|looks after|deal with|deals with|dealt with|repair|repairs|repaired|maintain|maintains|maintained|inspect|inspected|install|installed|transport|transports|transported|load|loaded|unload|store|stores|pick up|picked up|drop off|pick|picked|drove|drive|ride|rides|rode|travel|travels|travelled|traveled|cancel|cancelled|canceled|review|reviewed|approve|approved|reject|rejected|request|requested|complete|completed|watch|watches|watched|listen|listened|download|downloaded|subscribe|subscribes|subscribed|subscribed to|subscribe to|invite|invited|logged|upload|uploaded|train|trains|trained|coach|coaches|coached|advise|advises|advised|mentor|mentors|supervise|supervises|supervising|oversee|oversees|lead|leads|led|leading|join|joins|belonging to|switch|switched|upgrade|upgraded|adopt|adopted|feed|feeds|fed|grow|grows|grew|grown|harvest|harvested|plant|planted|cook|cooked|weighs|hire|hires|rent out|lend|lends|lent|lend out|donate|donated|donates|give|gives|gave|invest|invested|claim|claimed|insure|insures|insured|resolve|resolved|close|closed|answer|answered|escalate|escalated|solve|solves|solved|respond|responded|contact|contacted|share',
  ],
  [
    'all',
    '',
    'all|all of|all the|all of the|every one of|any of|entire|whole|details of|all details of|information about|all information about|information of|details about|everything about|the details of|all info about|the information of|records of|all records of|full details of|details|information|all information|all details|all columns|all fields',
  ],
  ['some', '', 'any|some|at least one|a|an|certain|one or more|some of|a single|at least a|any of the'],
  [
    'contains',
    'contains',
    'containing|contain|contains|include|includes|including|with the word|having the word|contain the word|contains the word|containing the word|contains the phrase|has the substring|contain the substring|have the substring|with the substring|with the letter|contains the letter|contain the letter|includes the word|including the word|includes the substring|contains the string|like|matching|mentioning|mention|mentions|the word|the substring|the letter|that includes|in the name|come in|comes in|has the word',
  ],
  [
    'contains',
    'starts',
    'starting with|start with|starts with|beginning with|begin with|begins with|starting with the letter|start with the letter|starts with the letter|begin with the letter|begins with the letter|beginning with the letter|started with',
  ],
  ['contains', 'ends', 'ending with|end with|ends with|ending in|ends in|end in'],
  [
    'null',
    '',
    'missing|unknown|empty|null|is null|not known|unspecified|blank|on file|filled in|not recorded|unset|recorded|set|not set|known',
  ],
  [
    'revenue',
    '',
    'money|total sales|revenue|total revenue amount|revenue amount|turnover|total revenue|sales revenue|revenue after discounts|revenue after discount|total sales amount|sales amount|total sales value|sales value|gross revenue|revenues|total turnover|amount of revenue|net revenue|total sales revenue',
  ],
  [
    'running',
    '',
    'running total of|running total|running sum of|running sum|cumulative total of|cumulative total|cumulative sum of|cumulative sum|cumulative number of|cumulative count of|cumulative|running count of|running number of',
  ],
  [
    'previous',
    '',
    'compared with the previous|compared to the previous|compared with the preceding|compared to the preceding|versus the previous|vs the previous|vs previous|against the previous|change from the previous|change over the previous|with the change from the previous|and the change from the previous|and the previous|next to the previous|beside the previous|compared to the one before|compared with the one before',
  ],
  ['previous', 'month', 'month over month|month on month|mom|month over month change|month by month change'],
  ['previous', 'year', 'year over year|year on year|yoy|year over year change'],
  ['previous', 'quarter', 'quarter over quarter|qoq'],
  ['previous', 'week', 'week over week|wow'],
  ['selling', 'desc', 'best selling|bestselling|top selling|most sold|best sold'],
  ['selling', 'asc', 'worst selling|least sold|worst sold'],
  ['sold-out', '', 'out of stock|sold out'],
  [
    'ended',
    '',
    'no longer sold|no longer selling|no longer sell|no longer available|no longer offered|no longer offering|no longer offer|no longer carry|no longer carried|no longer made|no longer produced|no longer in the range|phased out|taken off the market|not sold any more|not sold anymore',
  ],
  [
    'weekday',
    '0 6',
    'on weekends|on the weekend|on a weekend|on weekend days|at weekends|at the weekend|during weekends|during the weekend|over the weekend|weekends',
  ],
  [
    'weekday',
    '1 2 3 4 5',
    'on weekdays|on a weekday|during the week|on working days|on business days|on workdays',
  ],
  ...'sunday|monday|tuesday|wednesday|thursday|friday|saturday'
    .split('|')
    .map((day, at) => ['weekday', String(at), `on ${day}s|on a ${day}|on ${day}|every ${day}`] as const),
  ['alike', '', 'the same|in the same|same'],
  ['now', '', 'currently|now|right now|at the moment|at present|presently'],
  ['timely', 'late', 'late|too late|with delay|with a delay|delayed'],
  ['timely', 'punctual', 'on time|in time|punctually|on schedule'],
  ['timely', 'overdue', 'overdue|past due|past their due date'],
  ['timely', 'open', 'outstanding|still outstanding'],
  ['ratio', '', 'ratio of|the ratio of|ratio|proportion of|proportion|the proportion of|fraction of'],
  [
    'percent',
    '',
    'what percent of all|what percentage of all|percentage of|percent of|the percentage of|what percent of|what percentage of|share of|percentage|percent|%|what share of|in percent|what proportion of|what fraction of',
  ],
  ['comma', '', ','],
  ['stop', '', '.|;|?|!|:'],
  ['open', '', '('],
  ['close', '', ')'],
  [
    'filler',
    '',
    "'s|’s|'|’|anything|something|somebody|anyone|in size|how|square kilometers|in square kilometers|in meters|meters|kilometers|showed|whether|in years|each time|in detail|among others|whatever|amount of|quantity of|the amount of|instead|in order|instead of|first of all|of origin|supports|affiliated|corresponds to|corresponds|correspond to|corresponding to|individual|thereof|there exist|the|there|this|these|those|do we have|are there|is there|we have|in the database|in our database|in this database|in the data|also|just|only the|then|so|as|as of|following|corresponding|respective|given|overall|at all|ones|one|thing|things|please|thanks|thank you|kindly|together with the|its|their|his|her|it|they|list|result|results|-|/|'|\"|records|record|entries|in the system|in the table|table|tables|value|values|value of|values of|been|ever|total of all|possible|to be|us|we|our|you|your|do|does|did|up|out|actually|exactly the|recorded|has ever|have ever|in question|particular|specific|of ours|data|database|very|each of them|all of them|please also|note that|too|them|based on|in the world|around the world|existing|still|hey|hi|hello|just the|both of them|he|she|as a date|as dates|as an integer|rounded to 2 decimal places|rounded to two decimal places|rounded to 2 decimals|rounded to two decimals|in your answer|in the query|respectively|on record|distinctly|out there|a list of|list of|the list of|in total|altogether|in all|namely|i.e|e.g|so far|per se|at a time|respectively please|basis|set|sets|different kinds of|kind of|kinds of|and/or|shown|for us|from us|with us|to us|today's|own",
  ],
  ['name', '', 'name|names|full name|full names|title name|called|named|names of|the name of|name of'],
  [
    'key',
    '',
    'id|ids|identifier|identifiers|identification number|id number|id numbers|id of|ids of|the id of',
  ],
  ['only', '', 'only|solely|just'],
  ['unit', 'age', 'years old|year old|years of age'],
  ['times', '1', 'once'],
  ['times', '2', 'twice|double|two times|times|times as much as'],
  ['same', 'than', 'than'],
]

const ADJECTIVES = `old:asc:age|birth:born;older;oldest young:desc;younger;youngest`
void ADJECTIVES

export interface Adjective {
  more: boolean
  superlative: boolean
  columns: readonly string[]
  dates: boolean
}

/** What an adjective measures: words of column names, best first. `dates` turns round for dates: the oldest has the earliest date. */
const DIMENSIONS: readonly (readonly [string, boolean, string])[] = [
  ['how old|older|oldest|eldest|elder', true, 'age,birth,born,founded,opened,open,built,year,date,created'],
  ['younger|youngest', false, 'age,birth,born,founded'],
  [
    'newest|latest|most recent|newer|most recently|more recent',
    true,
    '@date,time,year,created,updated,version',
  ],
  ['earliest|earlier|first', false, '@date,time,year,created'],
  ['later', true, '@date,time,year'],
  [
    'how long|longest|longer|lengthiest',
    true,
    'length,duration,runtime,time,minute,millisecond,second,distance',
  ],
  ['shortest|shorter', false, 'length,duration,height,runtime,distance,time,minute,millisecond,second'],
  ['how heavy|heaviest|heavier', true, 'weight,mass'],
  ['lightest|lighter', false, 'weight,mass'],
  ['how tall|how high|tallest|taller', true, 'height,altitude,elevation'],
  ['highest|higher', true, 'height,altitude,elevation'],
  [
    'cheapest|cost less|costs less|costing less|cheaper|least expensive|less expensive|lowest priced',
    false,
    'price,cost,rate,fee,amount,total',
  ],
  [
    'how expensive|most expensive|cost more|costs more|costing more|priciest|more expensive|costliest|dearest|costlier|dearer|highest priced',
    true,
    'price,cost,rate,fee,amount,total',
  ],
  ['how fast|fastest|faster|quickest', true, 'speed,velocity'],
  ['slowest|slower', false, 'speed,velocity'],
  [
    'richest|wealthiest|richer|wealthier|worth the most',
    true,
    'worth,wealth,income,earnings,salary,money,balance',
  ],
  ['poorest', false, 'worth,wealth,income,earnings,salary'],
  [
    'most populated|most populous|most populace|more populous|largest by population|biggest by population',
    true,
    'population',
  ],
  ['least populated|least populous|less populous', false, 'population'],
  ['how large|how big|largest|biggest|larger|bigger', true, 'area,size,population,capacity'],
  ['smallest|smaller', false, 'area,size,population,capacity'],
  [
    'most highly rated|highly rated|highest rated|highest-rated|best rated|top rated|best-rated|top-rated',
    true,
    'rating,score,star',
  ],
  ['lowest rated|worst rated', false, 'rating,score,star'],
  ['highest paid|best paid|best-paid', true, 'salary,wage,pay,income'],
  ['lowest paid', false, 'salary,wage,pay,income'],
  ['how deep|deepest|deeper', true, 'depth'],
]

const ADJECTIVE_BY_PHRASE = new Map<string, { more: boolean; columns: string[] }>()
for (const [phrases, more, columns] of DIMENSIONS)
  for (const phrase of phrases.split('|'))
    ADJECTIVE_BY_PHRASE.set(phrase, { more, columns: columns.split(',') })

export function adjective(phrase: string): { more: boolean; columns: readonly string[] } | null {
  return ADJECTIVE_BY_PHRASE.get(phrase) ?? null
}

const BUCKETS =
  'year|month|quarter|week|day|weekday|day of the week|hour|yearly|monthly|quarterly|weekly|daily|years|months|quarters|weeks|days|calendar month|calendar year|decade'

const ENTRIES = new Map<string, Entry[]>()
function add(op: Op, arg: string, text: string) {
  const phrase = text.split(' ')
  const first = phrase[0] ?? ''
  const list = ENTRIES.get(first) ?? []
  if (
    !list.some(
      e => e.op === op && e.arg === arg && e.phrase.length === phrase.length && e.phrase.join(' ') === text,
    )
  )
    list.push({ op, arg, phrase })
  ENTRIES.set(first, list)
}
for (const [op, arg, phrases] of TABLE) for (const text of phrases.split('|')) add(op, arg, text.trim())
// "Drivers earning more": as those who earn.
for (const verb of TABLE.flatMap(([op, , phrases]) => (op === 'verb' ? phrases.split('|') : [])))
  if (/^[a-z]{3,}[a-z]$/u.test(verb) && !/(ed|ing|s|en|ght)$/u.test(verb))
    add('verb', '', `${verb.replace(/e$/u, '')}ing`)
for (const text of ADJECTIVE_BY_PHRASE.keys()) add('adjective', text, text)
for (const text of BUCKETS.split('|'))
  add(
    'bucket',
    text
      .replace(/^(year|month|quarter|week|day)(ly|s)$/u, '$1')
      .replace('daily', 'day')
      .replace('dai', 'day')
      .replace('day of the week', 'weekday')
      .replace('calendar ', ''),
    text,
  )

/** The entries whose phrase begins at that place. */
export function entriesAt(words: readonly string[], at: number): Entry[] {
  return (ENTRIES.get(words[at] ?? '') ?? []).filter(({ phrase }) =>
    phrase.every((word, i) => words[at + i] === word),
  )
}

export function isKnownWord(word: string): boolean {
  return KNOWN.has(word)
}
const KNOWN = new Set([...ENTRIES.values()].flatMap(list => list.flatMap(({ phrase }) => phrase)))

export function knownWords(): ReadonlySet<string> {
  return CLOSED
}

/** Words of grammar that a slip of the pen is read as; verbs are too many to guess among. */
const CLOSED = new Set(
  [...ENTRIES.values()].flatMap(list =>
    list.filter(({ op }) => op !== 'verb' && op !== 'filler').flatMap(({ phrase }) => phrase),
  ),
)

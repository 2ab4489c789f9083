import type { CatalogColumn, CatalogTable, ColumnKind, ColumnValues, ForeignKey } from '../../domain.ts'
import { catalogOf, column, table } from '../../../tests/fixtures/shop-catalog.ts'

/** Made-up databases in three styles of naming, for the tests of the grammar. */

/** `id:INTEGER!` is a key, `price:DECIMAL?` may be unknown, `name` is text. */
function columnsOf(text: string): CatalogColumn[] {
  return text.split(/\s+/u).map(part => {
    const [, name = '', kind = 'TEXT', mark = ''] = /^([^:!?]+)(?::(\w+))?([!?]?)$/u.exec(part) ?? []
    return column(name, {
      kind: kind as ColumnKind,
      type: kind.toLowerCase(),
      primaryKey: mark === '!',
      nullable: mark === '?',
    })
  })
}

function pointsTo(columnName: string, referencesTable: string, referencesColumn: string): ForeignKey {
  return {
    columns: [columnName],
    referencesSchema: 'public',
    referencesTable,
    referencesColumns: [referencesColumn],
  }
}

function tableOf(name: string, columns: string, foreignKeys: ForeignKey[] = []): CatalogTable {
  return table(name, columnsOf(columns), { foreignKeys })
}

function valuesOf(samples: Readonly<Record<string, readonly string[]>>): ColumnValues[] {
  return Object.entries(samples).map(([place, values]) => {
    const [tableName = '', columnName = ''] = place.split('.')
    return { schema: 'public', table: tableName, column: columnName, values, complete: true }
  })
}

/** A library in snake_case, with foreign keys. */
export const library = {
  catalog: catalogOf([
    tableOf('publishers', 'publisher_id:INTEGER! publisher_name country city'),
    tableOf('authors', 'author_id:INTEGER! first_name last_name country born_in'),
    tableOf(
      'books',
      'book_id:INTEGER! title publisher_id:INTEGER? genre page_count:INTEGER list_price:DECIMAL? in_print:BOOLEAN published_on:DATE',
      [pointsTo('publisher_id', 'publishers', 'publisher_id')],
    ),
    tableOf('book_authors', 'book_id:INTEGER! author_id:INTEGER!', [
      pointsTo('book_id', 'books', 'book_id'),
      pointsTo('author_id', 'authors', 'author_id'),
    ]),
    tableOf('members', 'member_id:INTEGER! full_name city joined_on:DATE password_hash'),
    tableOf('loans', 'loan_id:INTEGER! book_id:INTEGER member_id:INTEGER days:INTEGER fine:DECIMAL?', [
      pointsTo('book_id', 'books', 'book_id'),
      pointsTo('member_id', 'members', 'member_id'),
    ]),
  ]),
  values: valuesOf({
    'publishers.publisher_name': ['Blue Lantern Press', 'Harbour House'],
    'publishers.country': ['France', 'Japan', 'Norway'],
    'publishers.city': ['Paris', 'Oslo', 'Kyoto'],
    'authors.country': ['France', 'Japan', 'Kenya'],
    'authors.born_in': ['Kenya', 'Peru'],
    'books.genre': ['Crime', 'Poetry', 'Science Fiction', 'or'],
    'members.city': ['Oslo', 'Bergen', 'OSLO'],
  }),
}

/** Rooms and bookings in CamelCase: every name needs quotes. */
export const hotel = {
  catalog: catalogOf([
    tableOf('Hotel', 'HotelId:INTEGER! Name Stars:INTEGER City'),
    tableOf('RoomType', 'RoomTypeId:INTEGER! Description'),
    tableOf('Room', 'RoomId:INTEGER! HotelId:INTEGER RoomTypeId:INTEGER NightlyRate:DECIMAL Floor:INTEGER', [
      pointsTo('HotelId', 'Hotel', 'HotelId'),
      pointsTo('RoomTypeId', 'RoomType', 'RoomTypeId'),
    ]),
  ]),
  values: valuesOf({ 'Hotel.City': ['Rome', 'Lyon'], 'RoomType.Description': ['Suite', 'Twin'] }),
}

/** A workshop: people who report to people, repairs with several dates, streets that are linked by no key. */
export const workshop = {
  catalog: catalogOf([
    tableOf('mechanics', 'mechanic_id:INTEGER! full_name town wage:DECIMAL manager_id:INTEGER?', [
      pointsTo('manager_id', 'mechanics', 'mechanic_id'),
    ]),
    tableOf(
      'repairs',
      'repair_id:INTEGER! mechanic_id:INTEGER received_on:DATE finished_on:DATE? paid_on:DATE? wording is_urgent district_name',
      [pointsTo('mechanic_id', 'mechanics', 'mechanic_id')],
    ),
    { ...tableOf('areas', 'district_name borough'), rowEstimate: 3 },
    tableOf('skills', 'mechanic_id:INTEGER! craft! is_certified', [
      pointsTo('mechanic_id', 'mechanics', 'mechanic_id'),
    ]),
  ]),
  values: valuesOf({
    'repairs.wording': ['new front brake', 'brake cable', 'chain'],
    'repairs.is_urgent': ['Y', 'N'],
    'repairs.district_name': ['Hafen', 'Altstadt'],
    'areas.district_name': ['Hafen', 'Altstadt', 'Wald'],
    'areas.borough': ['North', 'South'],
    'skills.craft': ['Welding', 'Painting'],
    'skills.is_certified': ['yes', 'no'],
  }),
}

/** Air traffic: no comments, two foreign keys between the same tables, and a table that nothing links. */
export const air = {
  catalog: catalogOf([
    tableOf('airports', 'code! city elevation:INTEGER'),
    tableOf('flights', 'flight_no:INTEGER! origin destination seats:INTEGER', [
      pointsTo('origin', 'airports', 'code'),
      pointsTo('destination', 'airports', 'code'),
    ]),
    tableOf('sightings', 'id:INTEGER! place count:INTEGER'),
  ]),
  values: valuesOf({ 'airports.city': ['Quito', 'Cusco'], 'sightings.place': ['Lima'] }),
}

/** A shop whose orders know a place of their own beside that of their customers. */
export const shop = {
  catalog: catalogOf([
    tableOf('clients', 'client_id:INTEGER! client_name city'),
    tableOf('parcels', 'parcel_id:INTEGER! client_id:INTEGER ship_city postage:DECIMAL', [
      pointsTo('client_id', 'clients', 'client_id'),
    ]),
  ]),
  values: valuesOf({ 'clients.city': ['London', 'Bath'], 'parcels.ship_city': ['London', 'Bath'] }),
}

/** A market garden: a table that only says who grows what, and harvests with a date and the amount they brought. */
export const garden = {
  catalog: catalogOf([
    tableOf('grower', 'grower_id:INTEGER! full_name town'),
    tableOf('crop', 'crop_id:INTEGER! crop_name rating length:INTEGER updated_at:TIMESTAMP'),
    tableOf('crop_grower', 'crop_id:INTEGER! grower_id:INTEGER! updated_at:TIMESTAMP', [
      pointsTo('crop_id', 'crop', 'crop_id'),
      pointsTo('grower_id', 'grower', 'grower_id'),
    ]),
    tableOf(
      'harvest',
      'harvest_id:INTEGER! grower_id:INTEGER crop_id:INTEGER harvest_date:DATE amount:DECIMAL updated_at:TIMESTAMP',
      [pointsTo('grower_id', 'grower', 'grower_id'), pointsTo('crop_id', 'crop', 'crop_id')],
    ),
  ]),
  values: valuesOf({
    'crop.rating': ['A', 'B', 'C'],
    'grower.town': ['Hafen', 'Moor'],
    'grower.full_name': ['Ada Holm', 'Ib Lund'],
    'crop.crop_name': ['Kale', 'Leek'],
  }),
}

/** A gym: its people are never read ahead, its fees are due and paid, its rooms are furnished. */
export const gym = {
  catalog: catalogOf([
    tableOf(
      'members',
      'member_id:INTEGER! first_name last_name gender birth_date:DATE town is_active:BOOLEAN last_login_at:TIMESTAMP? sponsor_id:INTEGER?',
      [pointsTo('sponsor_id', 'sponsors', 'sponsor_id')],
    ),
    tableOf('sponsors', 'sponsor_id:INTEGER! name'),
    tableOf('coaches', 'coach_id:INTEGER! first_name last_name hired_on:DATE'),
    tableOf('lessons', 'lesson_id:INTEGER! member_id:INTEGER coach_id:INTEGER given_on:DATE ended_on:DATE?', [
      pointsTo('member_id', 'members', 'member_id'),
      pointsTo('coach_id', 'coaches', 'coach_id'),
    ]),
    tableOf('fees', 'fee_id:INTEGER! member_id:INTEGER amount:DECIMAL due_on:DATE paid_on:DATE?', [
      pointsTo('member_id', 'members', 'member_id'),
    ]),
    tableOf('halls', 'hall_id:INTEGER! name'),
    tableOf('corners', 'corner_id:INTEGER! hall_id:INTEGER mats:INTEGER', [
      pointsTo('hall_id', 'halls', 'hall_id'),
    ]),
    tableOf('injuries', 'injury_id:INTEGER! code description'),
    tableOf('member_injuries', 'member_id:INTEGER! injury_id:INTEGER!', [
      pointsTo('member_id', 'members', 'member_id'),
      pointsTo('injury_id', 'injuries', 'injury_id'),
    ]),
    tableOf('vouchers', 'voucher_id:INTEGER! code voucher_status', []),
  ]),
  values: valuesOf({
    'members.gender': ['F', 'M'],
    'members.town': ['Oslo', 'Bergen'],
    'sponsors.name': ['Fjord Bank', 'Nordic Wool'],
    'halls.name': ['Main Hall', 'Attic'],
    'injuries.description': ['Sprain', 'Tennis elbow', 'Fracture'],
    'vouchers.voucher_status': ['open', 'closed'],
  }),
}

/** A haulier, in short words: what its firms are called is not called a name. */
export const haulage = {
  catalog: catalogOf([
    tableOf('firms', 'firm_id:INTEGER! company sector town'),
    tableOf('trucks', 'truck_id:INTEGER! plate bought_on:DATE'),
    tableOf(
      'loads',
      'load_id:INTEGER! firm_id:INTEGER weight_kg:DECIMAL charge_amt:DECIMAL booked_at:TIMESTAMP',
      [pointsTo('firm_id', 'firms', 'firm_id')],
    ),
    tableOf(
      'repair_jobs',
      'job_id:INTEGER! truck_id:INTEGER job_type cost:DECIMAL fuel_litres:DECIMAL done_on:DATE',
      [pointsTo('truck_id', 'trucks', 'truck_id')],
    ),
    tableOf('tutor', 'tutor_no:INTEGER! fname lname birth_dt:DATE wage_eur:DECIMAL'),
    tableOf('skill', 'skill_id:INTEGER! skill_nm'),
    tableOf('tutor_skill', 'tutor_no:INTEGER! skill_id:INTEGER!', [
      pointsTo('tutor_no', 'tutor', 'tutor_no'),
      pointsTo('skill_id', 'skill', 'skill_id'),
    ]),
    tableOf('container', 'container_id:INTEGER! container_nm'),
    tableOf('cont_loan', 'loan_id:INTEGER! container_id:INTEGER out_dt:DATE due_dt:DATE back_dt:DATE?', [
      pointsTo('container_id', 'container', 'container_id'),
    ]),
  ]),
  values: valuesOf({
    'firms.company': ['Moorland Dairy', 'Holt Timber'],
    'firms.sector': ['Food', 'Wood'],
    'firms.town': ['York', 'Leeds'],
    'repair_jobs.job_type': ['oil change', 'engine repair'],
    'skill.skill_nm': ['Welding', 'Driving'],
    'container.container_nm': ['Green box', 'Reefer'],
  }),
}

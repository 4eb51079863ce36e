import { describe, expect, it } from 'vitest'
import { chooseColumn, mappingFaults, mappingLacks, unusedColumns } from '../../../../../../renderer/features/imports/columns/mapping.ts'

const column = (index: number, heading: string) => ({ index, heading, samples: [], dates: 'none' as const })

describe('the columns of a fee list', () => {
  it('are moved from field to field without touching the other fields', () => {
    expect(chooseColumn({ admNo: 0, phone: 4 }, 'phone', 5)).toEqual({ admNo: 0, phone: 5 })
    expect(chooseColumn({ admNo: 0, phone: 4 }, 'phone', null)).toEqual({ admNo: 0 })
    expect(chooseColumn({ phone: 4 }, 'admNo', 0)).toEqual({ admNo: 0, phone: 4 })
  })

  it.each([
    { mapping: { admNo: 0, student: 1 }, faults: {} },
    { mapping: {}, faults: { admNo: 'missing', student: 'missing' } },
    { mapping: { admNo: 0, phone: 3 }, faults: { student: 'missing' } },
    { mapping: { admNo: 0, student: 1, phone: 3, phone2: 3 }, faults: { phone: 'twice', phone2: 'twice' } },
    { mapping: { admNo: 0, student: 0 }, faults: { admNo: 'twice', student: 'twice' } },
  ])('$mapping has the faults $faults', ({ mapping, faults }) => {
    expect(mappingFaults(mapping)).toEqual(faults)
  })

  it.each([
    { mapping: { admNo: 0 }, lacks: { money: true, contact: true } },
    { mapping: { balance: 2, email: 3 }, lacks: { money: false, contact: false } },
    { mapping: { expected: 2, paid: 4, phone2: 3 }, lacks: { money: false, contact: false } },
    { mapping: { paid: 4, phone: 3 }, lacks: { money: true, contact: false } },
  ])('$mapping lacks $lacks', ({ mapping, lacks }) => {
    expect(mappingLacks(mapping)).toEqual(lacks)
  })

  it('that feed nothing are named', () => {
    const columns = [column(0, 'Adm'), column(1, 'Name'), column(2, 'Remarks')]
    expect(unusedColumns(columns, { admNo: 0, student: 1 })).toEqual([column(2, 'Remarks')])
  })
})

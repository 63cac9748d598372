// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A day")
struct DayTests {
  @Test(
    "counts from 1970-01-01 by the Gregorian calendar",
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("1970-01-02", 1), ("0001-01-01", -719_162), ("1900-02-28", -25_509),
      ("1900-03-01", -25_508), ("2000-02-29", 11_016), ("2019-12-01", 18_231), ("2022-10-31", 19_296),
      ("2024-02-29", 19_782), ("2025-07-01", 20_270), ("9999-12-31", 2_932_896),
    ])
  func ordinal(text: String, ordinal: Int32) throws {
    let day = try Day.on(text)
    #expect(day.ordinal == ordinal)
    #expect(Day(ordinal: ordinal).description == text)
  }

  /// The calendar counted off day by day, from the one rule about leap years.
  @Test("follows the day before it through every month and leap year", arguments: [1, 1580, 1890, 1995, 9900])
  func calendar(firstYear: Int) throws {
    var expected = try #require(Day(year: firstYear, month: 1, day: 1)).ordinal
    for year in firstYear..<(firstYear + 100) {
      let isLeap = year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (index, length) in lengths.enumerated() {
        for date in [1, length] {
          let day = try #require(Day(year: year, month: index + 1, day: date))
          #expect(day.ordinal == expected + Int32(date) - 1)
          #expect(day.civil == (year, index + 1, date))
        }
        #expect(Day(year: year, month: index + 1, day: length + 1) == nil)
        expected += Int32(length)
      }
    }
  }

  @Test("reads back what it prints, over all years")
  func roundTrip() throws {
    for ordinal in stride(from: Int32(-719_162), through: 2_932_896, by: 631) {
      let day = Day(ordinal: ordinal)
      #expect(Day(day.description) == day)
      let (year, month, date) = day.civil
      #expect(Day(year: year, month: month, day: date) == day)
    }
  }

  @Test(
    "is refused where the calendar has none",
    arguments: [
      "0000-12-31", "10000-01-01", "2021-02-29", "1900-02-29", "2019-04-31", "2019-13-01", "2019-00-10",
      "2019-01-00", "2019-01-32", "2019-1-1", "19-01-01", "2019-01", "2019-01-01 ", "", "2019/01/01",
      "+019-01-01", "2019-+1-01", "٢٠١٩-01-01",
    ])
  func refused(text: String) {
    #expect(Day(text) == nil)
  }

  @Test("exists for the years 1 to 9999", arguments: [(0, false), (1, true), (9999, true), (10_000, false)])
  func years(year: Int, exists: Bool) {
    #expect((Day(year: year, month: 6, day: 15) != nil) == exists)
  }

  @Test(
    "keeps its place in the month when months are added, or takes the month's last day",
    arguments: [
      ("2020-01-31", 1, "2020-02-29"), ("2021-01-31", 1, "2021-02-28"), ("2020-11-30", 3, "2021-02-28"),
      ("2020-02-29", 12, "2021-02-28"), ("2020-02-29", 48, "2024-02-29"), ("2020-03-31", -1, "2020-02-29"),
      ("2020-01-15", -13, "2018-12-15"), ("2021-12-15", 1, "2022-01-15"), ("2021-12-15", 0, "2021-12-15"),
      ("2016-05-31", 60, "2021-05-31"), ("9999-01-31", 11, "9999-12-31"), ("0001-12-31", -11, "0001-01-31"),
      ("2022-05-15", 999_999_999_999_999, "9999-12-15"), ("2022-05-15", .max, "9999-12-15"),
      ("2022-05-15", .min, "0001-01-15"), ("9999-12-31", 1, "9999-12-31"),
    ])
  func months(text: String, months: Int, expected: String) throws {
    #expect(try Day.on(text).adding(months: months) == .on(expected))
  }

  @Test(
    "counts whole days to another",
    arguments: [
      ("2022-10-31", "2022-10-31", 0), ("2022-10-31", "2022-11-01", 1), ("2022-11-01", "2022-10-31", -1),
      ("2020-02-28", "2020-03-01", 2), ("2021-02-28", "2021-03-01", 1),
    ])
  func distance(from: String, to: String, days: Int) throws {
    #expect(try Day.on(from).days(until: .on(to)) == days)
    #expect(try Day.on(from).adding(days: days) == .on(to))
  }
}

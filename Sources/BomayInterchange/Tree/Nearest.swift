// SPDX-License-Identifier: Apache-2.0

/// The known word that was most likely meant, or none that is near enough.
///
/// Distance counts insertions, deletions, replacements and swaps of neighbours; a third of the word
/// may differ, and at least two letters. Of several as near, the first by alphabet.
public func nearest(to word: String, among known: some Sequence<String>) -> String? {
  let letters = Array(word.lowercased().unicodeScalars)
  let limit = max(2, letters.count / 3)
  var best: (word: String, distance: Int)?
  for candidate in known {
    let other = Array(candidate.lowercased().unicodeScalars)
    guard abs(other.count - letters.count) <= limit else { continue }
    let distance = editDistance(letters, other, atMost: best?.distance ?? limit)
    if let distance, (distance, candidate) < (best?.distance ?? .max, best?.word ?? "") {
      best = (candidate, distance)
    }
  }
  return best?.word
}

/// The known number that differs from this one by noughts before it only: spreadsheets take them away.
public func withNoughts(_ number: String, among known: some Sequence<String>) -> String? {
  func bare(_ text: String) -> Substring { text.drop { $0 == "0" } }
  guard !number.isEmpty, number.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
  return known.filter { bare($0) == bare(number) }.min()
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
  guard limit >= 0 else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    if row.min() ?? 0 > limit { return nil }
    beforeLast = last
    last = row
  }
  return last[b.count] <= limit ? last[b.count] : nil
}

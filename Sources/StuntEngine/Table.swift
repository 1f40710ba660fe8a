/// Rows that a request selects one of by a key.
struct Table: Sendable {
  var name: String
  /// Where the key is found in a submit; nil for a table that is only listed.
  var key: Binding?
  var columns: [String]
  /// By row.
  var keys: [[UInt8]]
  /// By row, then by column.
  var rows: [[Binding.Literal?]]
  /// The refusal for a key that no row has.
  var missing: Int?
  /// The row for a key that no row has.
  var otherwise: Int?
}

/// What is read from the disk.
package enum Limits {
  /// Bytes of one document: ten times the largest that ships.
  package static let fileBytesMax = 16 * 1_048_576
  /// Providers of one server.
  package static let providersMax = 100
}

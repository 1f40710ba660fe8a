import StuntDouble

/// The version that is printed.
enum Version {
  static let text = StuntDoubleVersion.text
}

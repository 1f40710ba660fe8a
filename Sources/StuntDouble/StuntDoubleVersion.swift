/// The version of the package.
package enum StuntDoubleVersion {
  /// By semantic versioning 2.0.0.
  package static let text = "0.1.0"
}

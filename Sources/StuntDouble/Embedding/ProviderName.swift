/// Which provider a double stands for: one that ships, or a folder of documents of your own.
///
/// The providers that ship are constants, made from their folders when the package is built.
public struct ProviderName: Hashable, Sendable, CustomStringConvertible {
  /// A shipped provider's name, or a path with a slash to a provider's folder.
  public let text: String

  /// The provider of that name, or in that folder.
  public init(_ text: String) { self.text = text }

  /// The name or path.
  public var description: String { text }
}

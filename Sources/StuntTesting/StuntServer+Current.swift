public import Foundation
public import StuntDouble

extension StuntServer {
  /// The double of the test case that runs, made by `.stunt(…)`; nil outside such a test.
  @TaskLocal public static var current: StuntServer?

  /// The first base URL, for clients that take a `URL`.
  public var base: URL {
    guard let url = URL(string: baseURL) else { preconditionFailure("a base URL is a URL: \(baseURL)") }
    return url
  }
}

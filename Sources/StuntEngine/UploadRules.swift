/// How a provider takes files from its clients, and gives them back.
///
/// A class, because each upload asks for one.
final class UploadRules: Sendable {
  /// How long an upload can be fetched.
  let lifetime: Instant.Span
  /// The seconds of it that an upload asks for, which come first.
  let ownLifetime: Binding?
  /// How long a token is good for.
  let tokenLifetime: Instant.Span
  /// The refusal of a token that is none, or no longer.
  let badToken: Int
  /// The refusal of an address that no upload has, or no longer.
  let unknown: Int
  /// The refusal of parts that do not make a file.
  let incomplete: Int

  init(
    lifetime: Instant.Span, ownLifetime: Binding?, tokenLifetime: Instant.Span, badToken: Int, unknown: Int,
    incomplete: Int
  ) {
    self.lifetime = lifetime
    self.ownLifetime = ownLifetime
    self.tokenLifetime = tokenLifetime
    self.badToken = badToken
    self.unknown = unknown
    self.incomplete = incomplete
  }
}

/// What one operation does with uploads.
///
/// A class for the same reason.
final class UploadRule: Sendable {
  /// The step of an upload that the operation is.
  enum Step: String, CaseIterable, Sendable {
    /// Gives a token that stands for the key elsewhere.
    case token = "uploadToken"
    /// Takes a whole file.
    case whole = "upload"
    /// Gives an address to send a file to.
    case begin = "uploadBegin"
    /// Takes the file, or a part of it, at that address.
    case put = "uploadPut"
    /// Joins the parts.
    case complete = "uploadComplete"
  }

  let step: Step
  /// The file name that the client gives.
  let name: Binding?
  /// The media type that the client gives.
  let type: Binding?
  /// The name in the address.
  let file: Binding?
  /// The number of the part in the address.
  let part: Binding?
  /// The list of parts, of objects with a number and a tag.
  let parts: Binding?
  /// The member of a part that is its number.
  let numberMember: String
  /// The member of a part that is its tag.
  let tagMember: String
  /// The token that the call must bring; nil where it needs none.
  let token: Binding?

  init(
    step: Step, name: Binding?, type: Binding?, file: Binding?, part: Binding?, parts: Binding?,
    numberMember: String, tagMember: String, token: Binding?
  ) {
    self.step = step
    self.name = name
    self.type = type
    self.file = file
    self.part = part
    self.parts = parts
    self.numberMember = numberMember
    self.tagMember = tagMember
    self.token = token
  }
}

import StuntJSON

/// The documents that an input stands for; its first byte says which.
///
/// - `s`, or any other: the rest is a scenario.
/// - `b`: the rest is a behavior, and after a zero byte, which no JSON has, a scenario.
/// - `p`: in the place of the behavior, an object from JSON Pointers to what is put there; null takes out.
struct ScenarioInput {
  var behavior = SmallProvider.behavior
  var scenario = SmallProvider.scenario

  /// The documents; nil when the input stands for none.
  init?(_ bytes: [UInt8]) {
    guard let kind = bytes.first, bytes.count <= 16_384 else { return nil }
    guard kind == UInt8(ascii: "b") || kind == UInt8(ascii: "p") else {
      scenario = Array(bytes.dropFirst())
      return
    }
    let parts = bytes.dropFirst().split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { scenario = Array(parts[1]) }
    if kind == UInt8(ascii: "b") {
      behavior = Array(parts[0])
      return
    }
    guard let patch = try? JSONValue(parsing: Array(parts[0]), limits: JSONLimits(depth: 60)).object,
      var patched = try? JSONValue(parsing: SmallProvider.behavior)
    else { return nil }
    for (name, value) in patch.members {
      guard let pointer = try? JSONPointer(parsing: name) else { return nil }
      Self.put(value, at: pointer.tokens[...], in: &patched)
    }
    behavior = JSONWriter.bytes(patched)
  }

  private static func put(_ new: JSONValue, at path: ArraySlice<String>, in value: inout JSONValue) {
    guard let token = path.first else {
      value = new
      return
    }
    switch value {
    case .object(var object):
      if path.count == 1, new.kind == .null {
        object.remove(token)
      } else {
        var member = object[token] ?? .object(JSONObject())
        put(new, at: path.dropFirst(), in: &member)
        object[token] = member
      }
      value = .object(object)
    case .array(var array):
      guard let index = Int(token), array.indices.contains(index) else { return }
      put(new, at: path.dropFirst(), in: &array[index])
      value = .array(array)
    case .null, .boolean, .number, .string: return
    }
  }
}

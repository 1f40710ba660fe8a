import StuntHTTP
import StuntJSON

/// Reads forms and other text as JSON, with the types that a schema wants.
enum FormReader {
  /// Why a form cannot be read.
  enum FormError: Error, Equatable, CustomStringConvertible {
    case multipart(MultipartError)
    case pairs(PercentEncodingError)
    case mediaType(MediaTypeError)
    case name(FormNameError)
    /// A field that is no file is not UTF-8.
    case notText(String)
    case conflictingNames(String)

    var description: String {
      switch self {
      case .multipart(let error): "\(error)"
      case .pairs(let error): "\(error)"
      case .mediaType(let error): "\(error)"
      case .name(let error): "\(error)"
      case .notText(let name):
        "the field \"\(name)\" is not UTF-8; send it as text, or as a file with a filename"
      case .conflictingNames(let name):
        "the field \"\(name)\" contradicts an earlier one; send each name in one form"
      }
    }
  }

  /// Whether a Content-Type is one of the two that forms have.
  static func isForm(_ contentType: ArraySlice<UInt8>) -> Bool {
    let essence = contentType.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
    let text = String(decoding: essence, as: UTF8.self).lowercased()
    return text == "multipart/form-data" || text == "application/x-www-form-urlencoded"
  }

  /// A whole form as one JSON object.
  static func document(of request: HTTPRequest, shape: FormShape) throws(FormError) -> JSONDocument {
    var root = JSONValue.object(JSONObject())
    for (path, value) in try fields(of: request) {
      guard insert(value, at: path[...], into: &root, shape: shape) else {
        throw .conflictingNames(Self.text(path))
      }
    }
    return document(root)
  }

  /// A parameter's texts as one JSON value: a list where the schema wants one.
  static func document(of texts: [String], shape: FormShape) -> JSONDocument {
    if shape.isArray { return document(.array(texts.map { value($0, shape.element.scalars) })) }
    return document(value(texts[0], shape.scalars))
  }

  /// The document with the strings, zeros and ones that stand for one of the scalars replaced; nil when there are none.
  static func coerced(
    _ document: JSONDocument, shape: FormShape, scalars: Set<FormShape.Scalar>
  ) -> JSONDocument? {
    var value = document.root.value
    guard coerce(&value, shape, scalars) else { return nil }
    return self.document(value)
  }

  private static func coerce(_ value: inout JSONValue, _ shape: FormShape, _ scalars: Set<FormShape.Scalar>)
    -> Bool
  {
    switch value {
    case .string(let text):
      let wanted = shape.scalars.filter(scalars.contains)
      let read = self.value(text, wanted)
      guard read != value else { return false }
      value = read
      return true
    case .object(var object):
      var changed = false
      for (name, member) in object.members {
        var member = member
        if coerce(&member, shape.member(name), scalars) {
          object[name] = member
          changed = true
        }
      }
      if changed { value = .object(object) }
      return changed
    case .number(let number):
      guard shape.scalars == [.boolean], scalars.contains(.boolean), let bit = number.int, 0...1 ~= bit else {
        return false
      }
      value = .boolean(bit == 1)
      return true
    case .array, .null, .boolean:
      return false
    }
  }

  /// The text as the first type that it fits.
  private static func value(_ text: String, _ types: [FormShape.Scalar]) -> JSONValue {
    for type in types {
      switch type {
      case .null where text.isEmpty || text == "null": return .null
      case .boolean where Self.truths[text.lowercased()] != nil:
        return .boolean(Self.truths[text.lowercased()] == true)
      case .integer, .number:
        if let number = JSONNumber(text), type == .number || number.isInteger { return .number(number) }
      case .string: return .string(text)
      case .null, .boolean: continue
      }
    }
    return .string(text)
  }

  /// What form libraries and lax readers send for truth values.
  private static let truths = [
    "true": true, "false": false, "1": true, "0": false, "yes": true, "no": false, "on": true, "off": false,
    "t": true, "f": false, "y": true, "n": false,
  ]

  private static func document(_ value: JSONValue) -> JSONDocument {
    // What was read within limits is written within them; a failure here would be our own mistake.
    guard let document = try? JSONDocument(parsing: JSONWriter.bytes(value)) else {
      preconditionFailure("a written value can be read")
    }
    return document
  }

  private static func fields(
    of request: HTTPRequest
  ) throws(FormError) -> [(path: [FormName.Component], value: FieldValue)] {
    guard let type = request.contentType else { return [] }
    let media: MediaType
    do { media = try MediaType(parsing: type) } catch { throw .mediaType(error) }
    var fields: [(path: [FormName.Component], value: FieldValue)] = []
    guard media.essence == "multipart/form-data" else {
      let pairs: URLEncodedPairs
      do { pairs = try URLEncodedPairs(parsing: request.body) } catch { throw .pairs(error) }
      for pair in pairs.list { fields.append((try path(pair.name), .text(pair.value ?? ""))) }
      return fields
    }
    let form: MultipartFormData
    do { form = try MultipartFormData(parsing: request.body, as: media) } catch { throw .multipart(error) }
    for part in form.parts {
      guard let value = FieldValue(part, of: form) else { throw .notText(part.name) }
      fields.append((try path(part.name), value))
    }
    return fields
  }

  private static func path(_ name: String) throws(FormError) -> [FormName.Component] {
    do { return try FormName(parsing: name).path } catch { throw .name(error) }
  }

  /// What a field of a form holds.
  private enum FieldValue {
    case text(String)
    /// A file, which JSON sees as a sentence about it.
    case file(String)

    init?(_ part: MultipartFormData.Part, of form: MultipartFormData) {
      if let filename = part.filename {
        let picture = PictureHeader(form.content(of: part)).map { ", " + $0.told } ?? ""
        let type = part.contentType ?? "application/octet-stream"
        self = .file("file \(filename), \(type), \(part.range.count) bytes\(picture)")
      } else if let text = form.text(of: part) {
        self = .text(text)
      } else {
        return nil
      }
    }
  }

  private static func insert(
    _ field: FieldValue, at path: ArraySlice<FormName.Component>, into value: inout JSONValue,
    shape: FormShape
  ) -> Bool {
    guard let first = path.first else { return set(field, into: &value, shape) }
    switch (first, value) {
    case (.member(let name), .object(var object)):
      let member = shape.member(name)
      var child = object[name] ?? start(path.dropFirst().first, member)
      let isRepeated = object[name] != nil
      guard insert(field, at: path.dropFirst(), into: &child, shape: member, isRepeated: isRepeated) else {
        return false
      }
      object[name] = child
      value = .object(object)
      return true
    case (.index(let index), .array(var array)):
      var child = index < array.count ? array[index] : start(path.dropFirst().first, shape.element)
      guard index <= array.count, insert(field, at: path.dropFirst(), into: &child, shape: shape.element)
      else {
        return false
      }
      if index < array.count { array[index] = child } else { array.append(child) }
      value = .array(array)
      return true
    case (.append, .array(var array)):
      var child = start(path.dropFirst().first, shape.element)
      guard insert(field, at: path.dropFirst(), into: &child, shape: shape.element) else { return false }
      array.append(child)
      value = .array(array)
      return true
    default:
      return false
    }
  }

  private static func insert(
    _ field: FieldValue, at path: ArraySlice<FormName.Component>, into value: inout JSONValue,
    shape: FormShape,
    isRepeated: Bool
  ) -> Bool {
    guard path.isEmpty, isRepeated else { return insert(field, at: path, into: &value, shape: shape) }
    // A name sent twice is a list.
    var element = JSONValue.null
    guard set(field, into: &element, shape.isArray ? shape.element : shape) else { return false }
    if case .array(let array) = value {
      value = .array(array + [element])
    } else {
      value = .array([value, element])
    }
    return true
  }

  private static func set(_ field: FieldValue, into value: inout JSONValue, _ shape: FormShape) -> Bool {
    guard value == .null else { return false }
    switch field {
    case .file(let sentence): value = shape.isArray ? .array([.string(sentence)]) : .string(sentence)
    case .text(let text):
      let read = self.value(text, shape.isArray ? shape.element.scalars : shape.scalars)
      value = shape.isArray ? .array([read]) : read
    }
    return true
  }

  private static func text(_ path: [FormName.Component]) -> String {
    path.map { component in
      switch component {
      case .member(let name): name
      case .index(let index): String(index)
      case .append: ""
      }
    }.joined(separator: ".")
  }

  /// What a value begins as, by the component that comes next.
  private static func start(_ next: FormName.Component?, _ shape: FormShape) -> JSONValue {
    switch next {
    case .member: .object(JSONObject())
    case .index, .append: .array([])
    case nil: .null
    }
  }
}

import StuntContract
import StuntEngine
import StuntJSON

/// A list of validation errors as Python's pydantic 2 and FastAPI write them: `{"detail": [{type, loc, msg, input, ctx}]}`.
enum ValidationErrorList {
  static let quirk = BodyQuirk(name: "validationErrorList") { _, _ in Array("{\"detail\":[]}".utf8) }
}

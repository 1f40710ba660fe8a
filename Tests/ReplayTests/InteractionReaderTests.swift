import StuntDouble
import StuntProviders
import StuntRecording
import Testing

@Suite struct InteractionReaderTests {
  static let uuid = "764cabcf-b745-4b3e-ae38-1200304cf45b"
  static let queue = "queue.fal.run"
  static let path = "/fal-ai/sora-2/requests/\(uuid)"

  /// One exchange, and what is known of it.
  struct Row: Sendable {
    var method = "GET"
    let host: String
    let path: String
    var status = 200
    let answer: String
    let operation: String?
    let job: String?
    let phase: RecordedPhase?
  }

  static let rows: [Row] = [
    Row(
      method: "POST", host: "api.openai.com", path: "/v1/videos",
      answer: #"{"id": "video_1", "status": "queued"}"#,
      operation: "createVideo", job: "video_1", phase: .queued),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1",
      answer: #"{"id": "video_1", "status": "in_progress"}"#,
      operation: "getVideo", job: "video_1", phase: .running),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1",
      answer: #"{"status": "completed", "progress": 100}"#, operation: "getVideo", job: "video_1",
      phase: .succeeded),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1",
      answer: #"{"status": "failed", "error": {"code": "moderation_blocked", "message": "No."}}"#,
      operation: "getVideo", job: "video_1", phase: .failed),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1",
      answer: #"{"status": "failed", "error": {"code": "cancelled", "message": "Gone."}}"#,
      operation: "getVideo", job: "video_1", phase: .canceled),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1", answer: #"{"status": "resting"}"#,
      operation: "getVideo", job: "video_1", phase: nil),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1", status: 502, answer: "<html>",
      operation: "getVideo",
      job: "video_1", phase: nil),
    Row(
      host: "api.openai.com", path: "/v1/videos/video_1/content", answer: "film",
      operation: "downloadVideoContent", job: "video_1", phase: .succeeded),
    Row(
      host: "api.openai.com", path: "/v1/videos", answer: #"{"data": [{"id": "video_1"}]}"#,
      operation: "listVideos", job: nil, phase: nil),
    Row(
      method: "POST", host: "queue.fal.run", path: "/fal-ai/sora-2/text-to-video",
      answer: #"{"status": "IN_QUEUE", "request_id": "\#(uuid)"}"#, operation: "submitTextToVideo", job: uuid,
      phase: .queued),
    Row(
      host: queue, path: path + "/status", status: 202,
      answer: #"{"status": "IN_QUEUE", "queue_position": 0}"#,
      operation: "getStatus", job: uuid, phase: .queued),
    Row(
      host: queue, path: path + "/status", answer: #"{"status": "IN_PROGRESS"}"#, operation: "getStatus",
      job: uuid, phase: .running),
    Row(
      host: queue, path: path + "/status",
      answer: #"{"status": "COMPLETED", "metrics": {"inference_time": 1}}"#,
      operation: "getStatus", job: uuid, phase: .succeeded),
    Row(
      host: queue, path: path + "/status",
      answer: #"{"status": "COMPLETED", "error": "No", "error_type": "request_timeout"}"#,
      operation: "getStatus", job: uuid, phase: .failed),
    Row(
      host: queue, path: path, status: 400, answer: #"{"detail": "Request is still in progress"}"#,
      operation: "getResult", job: uuid, phase: nil),
    Row(
      host: queue, path: path, answer: #"{"video": {"url": "https://v3b.fal.media/files/b/1.mp4"}}"#,
      operation: "getResult", job: uuid, phase: .succeeded),
    Row(
      host: queue, path: path, status: 422,
      answer: #"{"detail": [{"loc": ["body"], "msg": "No", "type": "content_policy_violation"}]}"#,
      operation: "getResult", job: uuid, phase: .failed),
    Row(
      method: "PUT", host: queue, path: path + "/cancel", status: 202,
      answer: #"{"status": "CANCELLATION_REQUESTED"}"#, operation: "cancelRequest", job: uuid, phase: nil),
    Row(
      host: queue, path: path + "/status/stream",
      answer: "data: {\"status\": \"IN_QUEUE\"}\n\ndata: {\"status\": \"IN_PROGRESS\"}\n\ndata: {\"st",
      operation: "streamStatus", job: uuid, phase: .running),
    Row(
      host: "api.lumenfall.ai", path: "/v1/videos/video_1",
      answer:
        #"{"id": "video_1", "status": "failed", "error": {"code": "CANCELLED", "message": "So it is."}}"#,
      operation: "getVideo",
      job: "video_1", phase: .canceled),
    Row(
      host: "cdn.example.com", path: "/a.mp4", answer: "film", operation: nil, job: nil, phase: nil),
  ]

  @Test(arguments: rows) func `an exchange says its operation, job and phase`(row: Row) throws {
    let reader = InteractionReader(registry: try #require(Session.registry))
    let isJSON = row.answer.hasPrefix("{")
    let filled = reader.filled(
      Session.entry(
        0, row.method, row.path, sends: row.method == "POST" ? "{}" : nil, row.answer,
        type: isJSON ? "application/json" : row.answer.hasPrefix("data:") ? "text/event-stream" : "video/mp4",
        host: row.host, status: row.status))
    #expect(filled.operation == row.operation)
    #expect(filled.job == row.job)
    #expect(filled.phase == row.phase)
  }

  @Test func `what a recorder knew already is kept`() throws {
    let reader = InteractionReader(registry: try #require(Session.registry))
    var known = Session.entry(0, "GET", "/v1/videos/video_1", #"{"status": "in_progress"}"#)
    known.operation = "other"
    known.phase = .failed
    #expect(reader.filled(known).operation == "other")
    #expect(reader.filled(known).phase == .failed)
    #expect(reader.read(known)?.phase == .running)
    #expect(reader.read(known)?.provider == "openai")
  }

  static let messages: [(body: String, job: String, phase: RecordedPhase)] = [
    (
      #"{"id": "evt_1", "object": "event", "type": "video.completed", "data": {"id": "video_1"}}"#, "video_1",
      .succeeded
    ),
    (
      #"{"id": "evt_1", "object": "event", "type": "video.failed", "data": {"id": "video_1"}}"#, "video_1",
      .failed
    ),
    (#"{"request_id": "\#(uuid)", "status": "OK", "payload": {"video": {"url": "u"}}}"#, uuid, .succeeded),
    (#"{"request_id": "\#(uuid)", "status": "ERROR", "error": "e", "payload": {}}"#, uuid, .failed),
  ]

  @Test(arguments: messages) func `a webhook names its job and how it ended`(
    body: String, job: String, phase: RecordedPhase
  ) throws {
    let reader = InteractionReader(registry: try #require(Session.registry))
    var message = Session.entry(0, "POST", "/hook", sends: body, "", host: "client.example.com")
    message.isWebhook = true
    let reading = try #require(reader.read(message))
    #expect(reading.operation == nil)
    #expect(reading.job == job)
    #expect(reading.phase == phase)
  }
}

import StuntContract

// What few calls have, so that the others carry one word for all of it.
extension Turn {
  /// What is noted of lists, messages, uploads and complaints.
  ///
  /// A class, because the turn is handed on more often than any of this is looked at.
  final class Particulars {
    fileprivate(set) var violations: [CallViolation] = []
    fileprivate(set) var source: SourceJob?
    fileprivate(set) var page: Page?
    fileprivate(set) var logged: LoggedCall?
    fileprivate(set) var callPage: CallPage?
    fileprivate(set) var told: WebhookBook.Endpoint?
    fileprivate(set) var webhook: Webhook?
    fileprivate(set) var item: Item?
    fileprivate(set) var upload: UploadFacts?
    fileprivate(set) var chosenSecret: String?
  }

  /// What the answer complains about.
  var violations: [CallViolation] {
    get { particulars?.violations ?? [] }
    set { noted.violations = newValue }
  }

  /// The job that a submit goes on from.
  var source: SourceJob? {
    get { particulars?.source }
    set { noted.source = newValue }
  }

  /// The page of a list.
  var page: Page? {
    get { particulars?.page }
    set { noted.page = newValue }
  }

  /// The call of the list of calls that the answer is about.
  var logged: LoggedCall? {
    get { particulars?.logged }
    set { noted.logged = newValue }
  }

  /// The page of the list of calls.
  var callPage: CallPage? {
    get { particulars?.callPage }
    set { noted.callPage = newValue }
  }

  /// Where the end of the job that is made is to be told.
  var told: WebhookBook.Endpoint? {
    get { particulars?.told }
    set { noted.told = newValue }
  }

  /// The message to a client's server that is being made.
  var webhook: Webhook? {
    get { particulars?.webhook }
    set { noted.webhook = newValue }
  }

  /// The element of a list that is being written, or the row that is looked up.
  var item: Item? {
    get { particulars?.item }
    set { noted.item = newValue }
  }

  /// The upload that the call is about.
  var upload: UploadFacts? {
    get { particulars?.upload }
    set { noted.upload = newValue }
  }

  /// The secret of webhooks that the control operations chose.
  var chosenSecret: String? {
    get { particulars?.chosenSecret }
    set { noted.chosenSecret = newValue }
  }

  /// The particulars, made when the first is noted.
  private var noted: Particulars {
    mutating get {
      if let particulars { return particulars }
      let made = Particulars()
      particulars = made
      return made
    }
  }
}

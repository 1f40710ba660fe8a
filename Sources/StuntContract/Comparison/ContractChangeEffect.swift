extension ContractChange.Kind {
  /// What a change does to clients of the old version, by the way that its data goes.
  func effect(
    _ direction: ContractChange.Direction
  ) -> (severity: ContractChange.Severity, reason: String) {
    operationEffect ?? messageEffect(direction) ?? schemaEffect(direction)
  }

  /// Of operations as a whole.
  private var operationEffect: (severity: ContractChange.Severity, reason: String)? {
    switch self {
    case .operationAdded: (.compatible, "no client of the old version calls it")
    case .operationRemoved: (.breaking, "every client that calls it gets an error")
    case .operationMoved: (.breaking, "clients call the old method and path, which no operation has now")
    case .operationRenamed: (.risky, "code that was generated from the contract calls it by the old name")
    case .operationDeprecated: (.risky, "it works on, and its end is announced")
    case .operationRevived: (.compatible, "its end is no longer announced")
    case .serverAdded: (.compatible, "it is one more address; the others stay")
    case .serverRemoved: (.breaking, "clients that call this address reach nobody")
    case .securityAdded: (.compatible, "it is one more way to show who one is")
    case .securityRemoved: (.breaking, "clients that show who they are in this way are refused")
    case .webhookAdded: (.risky, "receivers get a message that they may not know")
    case .webhookRemoved: (.breaking, "clients that wait for it wait for ever")
    default: nil
    }
  }

  /// Of what messages consist of, schemas apart.
  private func messageEffect(
    _ direction: ContractChange.Direction
  ) -> (severity: ContractChange.Severity, reason: String)? {
    switch (self, direction) {
    case (.parameterAdded, _): (.compatible, "it may be left out")
    case (.requiredParameterAdded, _): (.breaking, "requests of old clients do not have it and are refused")
    case (.parameterRemoved, _), (.requiredParameterRemoved, _):
      (.risky, "what clients send in it is ignored or refused")
    case (.parameterMoved, _): (.breaking, "clients send it where it is no longer looked for")
    case (.parameterRenamed, _): (.compatible, "a path parameter's name is not sent")
    case (.encodingChanged, _): (.breaking, "what clients write is read in another way")
    case (.bodyAdded, _): (.compatible, "it may be left out")
    case (.requiredBodyAdded, _): (.breaking, "requests of old clients have no body and are refused")
    case (.bodyRemoved, _), (.requiredBodyRemoved, _): (.breaking, "what clients send in it is lost")
    case (.mediaTypeAdded, .request): (.compatible, "it is one more form; the others stay")
    case (.mediaTypeAdded, .answer): (.risky, "clients may get an answer in a form that they do not know")
    case (.mediaTypeRemoved, .request): (.breaking, "requests in this form are refused")
    case (.mediaTypeRemoved, .answer): (.breaking, "clients that read this form do not get it any more")
    case (.successAdded, _): (.risky, "clients that wait for one of the old statuses take it for a failure")
    case (.successRemoved, _): (.breaking, "clients wait for a status that does not come any more")
    case (.errorAdded, _): (.compatible, "clients treat a status that they do not know by its first digit")
    case (.errorRemoved, _): (.compatible, "it only never comes")
    case (.fieldAdded, .request): (.compatible, "it may be left out")
    case (.fieldAdded, .answer): (.compatible, "clients ignore fields that they do not know")
    case (.fieldRemoved, _): (.risky, "clients that read the field find none")
    default: nil
    }
  }

  /// Of values: what allows more is good for who sends it and bad for who reads it.
  private func schemaEffect(
    _ direction: ContractChange.Direction
  ) -> (severity: ContractChange.Severity, reason: String) {
    switch (self, direction) {
    case (.becameRequired, .request), (.requiredMemberAdded, .request):
      (.breaking, "requests of old clients that leave it out are refused")
    case (.becameOptional, .answer):
      (.breaking, "clients that count on it meet answers without it")
    case (.requiredMemberRemoved, .answer):
      (.breaking, "clients that read it find nothing")
    case (.memberRemoved, .answer):
      (.risky, "clients that read it where it was find nothing")
    case (.memberRemoved, .request), (.requiredMemberRemoved, .request):
      (.risky, "what clients send in it is ignored or refused")
    case (.becameRequired, .answer), (.requiredMemberAdded, .answer):
      (.compatible, "it only comes more often")
    case (.becameOptional, .request): (.compatible, "it may be left out now")
    case (.memberAdded, .request): (.compatible, "it may be left out")
    case (.memberAdded, .answer): (.compatible, "clients ignore members that they do not know")
    case (.objectOpened, .answer): (.risky, "clients may meet members that they do not know")
    case (.valueAdded, .answer), (.valuesOpened, .answer):
      (.risky, "clients may meet a value that they do not know")
    case (.limitLoosened, .answer): (.risky, "clients may meet values beyond the old limit")
    case (.nullAllowed, .answer): (.breaking, "clients that count on a value meet null")
    case (.typeWidened, .answer), (.alternativeAdded, .answer):
      (.breaking, "clients may meet a kind of value that they cannot read")
    case (.ruleRemoved, .answer): (.risky, "clients may meet what the old rule kept out")
    case (.objectClosed, .request), (.memberForbidden, _):
      (.breaking, "requests with members that are not listed are refused")
    case (.valueRemoved, .request), (.valuesListed, .request):
      (.breaking, "requests with a value that is not listed are refused")
    case (.limitTightened, .request): (.breaking, "requests with values beyond the new limit are refused")
    case (.nullRefused, .request): (.breaking, "requests with null are refused")
    case (.typeNarrowed, .request), (.alternativeRemoved, .request):
      (.breaking, "requests with the kind of value that is gone are refused")
    case (.ruleAdded, .request): (.breaking, "requests that the new rule keeps out are refused")
    case (.typeChanged, .request): (.breaking, "requests with values of the old type are refused")
    case (.typeChanged, .answer): (.breaking, "clients cannot read values of the new type")
    case (.defaultChanged, .request): (.risky, "clients that leave it out get something else")
    case (.defaultChanged, .answer): (.compatible, "answers do not depend on it")
    case (.ruleChanged, _): (.undecided, "which of the two allows more cannot be told; look at both")
    case (_, .request): (.compatible, "the provider takes all that it took, and more")
    case (_, .answer): (.compatible, "clients get only what they could get before")
    }
  }
}

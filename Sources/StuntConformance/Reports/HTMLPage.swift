/// One page that needs nothing else: no script, no network, no font.
enum HTMLPage {
  /// The whole document.
  static func document(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(XMLText.escaped(title))</title>
    <style>
    \(HTMLStyle.sheet)
    </style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the evidence</a>
    \(body)
    </body>
    </html>

    """
  }

  /// A list of names and texts; both are escaped.
  static func definitions(_ list: [(String, String)]) -> String {
    let items = list.filter { !$0.1.isEmpty }.map { name, text in
      "<div><dt>\(XMLText.escaped(name))</dt><dd>\(XMLText.escaped(text))</dd></div>"
    }
    return "<dl class=\"facts\">\(items.joined())</dl>"
  }

  /// A text as it is, in lines.
  static func preformatted(_ text: String, label: String) -> String {
    // A reader who uses the keyboard has to reach what scrolls.
    "<pre tabindex=\"0\" role=\"region\" aria-label=\"\(XMLText.escaped(label))\">\(XMLText.escaped(text))</pre>"
  }
}

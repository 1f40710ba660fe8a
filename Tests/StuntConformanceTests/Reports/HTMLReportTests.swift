import Foundation
import StuntConformance
import Testing

/// The page, as far as it can be judged without a browser.
@Suite struct HTMLReportTests {
  static func page() throws -> String {
    Reports.render(.html, try SampleVerdict.suite(), ReportTests.options)
  }

  static func values(of attribute: String, in page: String) -> [String] {
    page.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  @Test func `it asks for nothing and runs nothing`() throws {
    let page = try Self.page()
    for word in ["<script", "<link", "<img", "src=", "@import", "url(", "javascript:", " on"]
    where word != " on" {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'"))
  }

  @Test func `its links lead to places on it, each of them once`() throws {
    let page = try Self.page()
    let names = Self.values(of: "id", in: page)
    #expect(Set(names).count == names.count)
    let links = Self.values(of: "href", in: page)
    #expect(links.count > 20)
    #expect(links.filter { !$0.hasPrefix("#") || !names.contains(String($0.dropFirst())) } == [])
    #expect(Self.values(of: "aria-labelledby", in: page).filter { !names.contains($0) } == [])
  }

  @Test func `markup of a client's is text`() throws {
    let page = try Self.page()
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;]]&gt;\\x1B[2J"))
    #expect(page.contains("&lt;/pre&gt;&lt;script&gt;alert(2)"))
    #expect(page.contains("User-Agent: generate/1.0 &lt;b&gt;"))
  }

  @Test func `what is long is cut in the middle of a run`() throws {
    let page = try Self.page()
    #expect(page.contains("341 requests like these"))
    #expect(page.contains("<td>401</td>") && !page.contains("<tr><td>200</td>"))
  }

  @Test func `each element that opens is closed`() throws {
    let page = try Self.page()
    for name in [
      "div", "section", "article", "details", "table", "tr", "td", "th", "ul", "li", "dl", "p", "span", "a",
    ] {
      let opened =
        page.components(separatedBy: "<\(name)>").count + page.components(separatedBy: "<\(name) ").count
      #expect(opened - 1 == page.components(separatedBy: "</\(name)>").count, "\(name)")
    }
  }
}

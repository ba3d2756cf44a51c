using System.Diagnostics;
using AngleSharp.Html.Parser;
using FsCheck.Xunit;
using PaperLedge.Core.Pages;
using PaperLedge.Core.ProducerFiles;

namespace PaperLedge.Tests.Core.Pages;

[Properties(Arbitrary = [typeof(HostileText)])]
public sealed class ShowNotesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Plain & *simple*", "<p>Plain &amp; <em>simple</em></p>")]
    [InlineData("<b onclick=\"x()\">bold</b>", "<p><b>bold</b></p>")]
    [InlineData("<p>A <a href='https://example.org/'>link</a></p>", "<p>A <a href=\"https://example.org/\">link</a></p>")]
    [InlineData("<p>One</p><ul><li>a</li><li>b</li></ul>", "<p>One</p><ul><li>a</li><li>b</li></ul>")]
    [InlineData("The token <think> and a <b>c</b>", "<p>The token &lt;think&gt; and a <b>c</b></p>")]
    [InlineData("Hi<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>", "<p>Hi</p>")]
    [InlineData("<div>One</div>\n\n**Two**", "<p>One</p>\n<p><strong>Two</strong></p>")]
    [InlineData("<a href=\"javascript:alert(1)\">bad</a><!-- x -->", "<p><a>bad</a></p>")]
    [InlineData("0:00 Intro\n1:23 The paper", "<p>0:00 Intro<br>\n1:23 The paper</p>")]
    [InlineData("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")]
    [InlineData("One<br>\nTwo", "<p>One<br>\nTwo</p>")]
    [InlineData("`<b>` is bold", "<p><code>&lt;b&gt;</code> is bold</p>")]
    [InlineData("[good](https://example.org/a?b=1&c=2)", "<p><a href=\"https://example.org/a?b=1&amp;c=2\">good</a></p>")]
    [InlineData("[mail](mailto:a@example.org)", "<p><a href=\"mailto:a@example.org\">mail</a></p>")]
    [InlineData("[bad](javascript:alert(1))", "<p><a>bad</a></p>")]
    [InlineData("[bad](JaVaScRiPt:alert(1))", "<p><a>bad</a></p>")]
    [InlineData("[bad](data:text/html;base64,PHNjcmlwdD4=)", "<p><a>bad</a></p>")]
    [InlineData("[lost](/elsewhere)", "<p><a>lost</a></p>")]
    [InlineData("[lost](//elsewhere.example/)", "<p><a>lost</a></p>")]
    [InlineData("<javascript:alert(1)>", "<p><a>javascript:alert(1)</a></p>")]
    [InlineData("![a picture](https://example.org/p.png)", "<p><a href=\"https://example.org/p.png\">a picture</a></p>")]
    [InlineData("# One\n\n###### Six", "<h3>One</h3>\n<h6>Six</h6>")]
    [InlineData("see https://example.org now", "<p>see <a href=\"https://example.org\">https://example.org</a> now</p>")]
    public void Notes_become_safe_html(string markdown, string html) => Assert.Equal(html, ShowNotes.ToHtml(markdown));

    [Theory]
    [InlineData("Plain & *simple*, `x < y`", "Plain & simple, x < y")]
    [InlineData("# Title\n\n- one\n- [two](https://example.org)\n\nEnd", "Title\none\ntwo\nEnd")]
    [InlineData("Hi <script>alert(1)</script>", "Hi")]
    [InlineData("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "a\n\nb")]
    [InlineData("<p>One</p><ul><li>a</li><li>b</li></ul>", "One\na\nb")]
    [InlineData("The token <think> and a < b", "The token <think> and a < b")]
    public void Notes_become_plain_text(string markdown, string text) => Assert.Equal(text, ShowNotes.ToText(markdown));

    [Theory]
    [InlineData("<p>One <b>two</b> <think></p>", null)]
    [InlineData("<div><img src=x></div><!-- x -->", "<!-- -->, <div>, <img>")]
    public void What_is_left_out_is_reported(string markdown, string? elements)
    {
        if (elements is null)
        {
            Assert.Null(ShowNotes.FindDropped(markdown));
        }
        else
        {
            Assert.Contains($"HTML that is left out: {elements}. ", ShowNotes.FindDropped(markdown), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("# Title\n\n- a list\n\nThe *first*\nparagraph.\n\nThe second.", "The first\nparagraph.")]
    [InlineData("- only\n- a list", "")]
    public void A_summary_is_made_of_the_first_paragraph(string markdown, string text) =>
        Assert.Equal(text, ShowNotes.FirstParagraph(markdown));

    [Property]
    public void Nothing_in_the_notes_becomes_active(HostileText notes)
    {
        var body = new HtmlParser().ParseDocument(ShowNotes.ToHtml(notes.Value)).Body!;

        Assert.All(body.QuerySelectorAll("*"), element =>
        {
            Assert.Contains(element.LocalName, "p br hr strong b em i a ul ol li blockquote code pre h3 h4 h5 h6 sub sup".Split(' '));
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, new[] { "href", "start" }));
            Assert.Matches("^(https?://|mailto:)", element.GetAttribute("href") ?? "mailto:");
        });
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("*a_")]
    [InlineData("![](")]
    [InlineData("<a")]
    [InlineData("<b>")]
    [InlineData("<ul><li>")]
    public void Notes_made_to_exhaust_the_parser_are_still_shown(string piece)
    {
        var notes = string.Concat(Enumerable.Repeat(piece, Math.Min(20_000, SidecarReader.MaxShowNotes / piece.Length)));
        var clock = Stopwatch.StartNew();

        Assert.NotEmpty(ShowNotes.ToHtml(notes));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"It took {clock.Elapsed}.");
    }
}

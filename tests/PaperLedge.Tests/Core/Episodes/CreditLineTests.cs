using System.Diagnostics;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public sealed class CreditLineTests
{
    [Theory]
    [InlineData("About sums.\n\nCredit to Paper authors: Ann Bell, Bob Cole, Cy Dunn", "About sums.", "Ann Bell|Bob Cole|Cy Dunn")]
    [InlineData("It adds numbers.Credit to Paper authors: Ann Bell, Bob Cole", "It adds numbers.", "Ann Bell|Bob Cole")]
    [InlineData("It adds numbers. Credits to the paper's authors – Ann Bell and Bob Cole.", "It adds numbers.", "Ann Bell|Bob Cole")]
    [InlineData("**Credit to paper authors:** Ann Q. Bell, Jr., Bob C.", "", "Ann Q. Bell, Jr.|Bob C.")]
    [InlineData("x\nCredit goes to the original paper authors: Bell, Ann; Cole, Bob; et al.", "x", "Bell, Ann|Cole, Bob")]
    [InlineData("x\n\nCREDIT TO PAPER AUTHORS: [Ann Bell](https://a.example.org), 李文", "x", "Ann Bell|李文")]
    [InlineData("x\n\nCredit to Paper authors: Ann Bell & Bob Cole\n\nhttps://a.example", "x\n\nhttps://a.example", "Ann Bell|Bob Cole")]
    [InlineData("x\n\nCredit to Paper authors: Ann Bell, et al.", "x", "Ann Bell")]
    [InlineData("_Credit to paper authors: Ann Bell, Bob Cole_", "", "Ann Bell|Bob Cole")]
    public void The_names_are_the_papers_authors(string notes, string rest, string authors)
    {
        var (left, paper) = CreditLine.Take(notes, null);

        Assert.Equal((rest, null), (left, paper?.Title));
        Assert.Equal(authors.Split('|'), paper?.Authors);
    }

    [Theory]
    [InlineData("Credit to Paper authors: see https://example.org/authors")]
    [InlineData("Credit to Paper authors: Ann Bell\n\nMore about the paper.")]
    [InlineData("We give credit to the paper authors - they did great work")]
    [InlineData("Credit to the paper authors: they did great work")]
    [InlineData("Credit to the paper author-supplied figures.")]
    [InlineData("Credit to Paper authors:")]
    [InlineData("Credit to the team: Ann Bell")]
    [InlineData("Ann gives credit to paper and ink.")]
    public void Other_lines_stay_as_they_are(string notes) => Assert.Equal((notes, null), CreditLine.Take(notes, null));

    [Fact]
    public void A_paper_of_the_sidecar_gets_the_authors_only_if_it_names_none()
    {
        const string Notes = "Credit to Paper authors: Ann Bell";
        var (named, unnamed) = (new Paper("Sums", ["Cy Dunn"], null), new Paper("Sums", [], null));

        Assert.Equal((Notes, named), CreditLine.Take(Notes, named));
        Assert.Equal(("", new Paper("Sums", ["Ann Bell"], null)), CreditLine.Take(Notes, unnamed));
    }

    [Fact]
    public void A_line_made_to_exhaust_the_search_is_read_soon()
    {
        var clock = Stopwatch.StartNew();
        CreditLine.Take($"Credit to paper authors: Ann{new string(' ', 30_000)}9", null);
        CreditLine.Take(string.Concat(Enumerable.Repeat("Credit to paper authors: ", 1_200)), null);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;

namespace PaperLedge.Tests.Core.Pages;

/// <summary>What pages say of the voice follows the episode, which may differ from its show.</summary>
public sealed class DisclosureOnPagesTests
{
    private static readonly PageRenderer s_renderer = new(NullLoggerFactory.Instance);

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, null, false)]
    public async Task An_episodes_own_word_counts(bool show, bool? episode, bool told)
    {
        var settings = Samples.Show with { SyntheticVoice = show };
        var published =
            Samples.Sums with { Metadata = Samples.Sums.Metadata with { Details = new EpisodeDetails { AiContent = episode } } };
        var page = await s_renderer.RenderEpisodeAsync(new EpisodePageModel(settings, Samples.Urls, published, Samples.Transcript));
        var player = await s_renderer.RenderEmbedAsync(new EmbedPageModel(settings, Samples.Urls, published));

        Assert.Equal((told, told), (Tells(page), Tells(player)));
    }

    [Fact]
    public async Task A_synthetic_voice_is_not_named_as_the_reader_of_what_people_made()
    {
        var made = Samples.Sums with { Metadata = Samples.Sums.Metadata with { Details = new EpisodeDetails { AiContent = false } } };
        var page = await s_renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, made, Samples.Transcript));

        Assert.DoesNotContain("Read by", page, StringComparison.Ordinal);
    }

    private static bool Tells(string page) => page.Contains(Disclosure.SyntheticVoice, StringComparison.Ordinal);
}

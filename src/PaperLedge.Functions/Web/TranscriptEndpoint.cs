using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>A published episode's transcript, in any of its formats.</summary>
public sealed class TranscriptEndpoint(LedgerStore ledger, TranscriptStore transcripts)
{
    public async Task<IResult> GetAsync(HttpRequest request, string slug, string format, CancellationToken cancellationToken)
    {
        // Players in other sites' pages fetch captions by script.
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        if (!EpisodeSlug.TryParse(slug, out var episodeSlug) || TranscriptFormat.FromExtension(format) is not { } known)
        {
            return NotFound(slug, format);
        }

        var episode = await ledger.FindEpisodeAsync(episodeSlug, cancellationToken);
        if (episode?.Value is not { Published: { } published, TranscriptTag: { } tag })
        {
            return NotFound(slug, format);
        }

        if (known == TranscriptFormat.Html)
        {
            request.HttpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy.ForTranscript;
        }

        var content = await transcripts.ReadAsync(episodeSlug, published.Enclosure.Revision, tag, known, cancellationToken);
        return content is null
            ? NotFound(slug, format)
            : ContentResponse.Create(request, content, $"{known.MediaType}; charset=utf-8", published.Updated);
    }

    private static IResult NotFound(string slug, string format)
    {
        var formats = string.Join(", ", TranscriptFormat.All.Select(known => known.Extension));
        return Results.Text(
            $"There is no transcript '{format}' of an episode '{slug}'. Formats are {formats}; the feed lists the episodes.\n",
            statusCode: StatusCodes.Status404NotFound);
    }
}

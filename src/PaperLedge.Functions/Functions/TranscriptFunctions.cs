using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Functions.Functions;

public sealed class TranscriptFunctions(DocumentCache cache, TranscriptStore transcripts, TranscriptReader reader)
{
    [Function("Transcript")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}/transcript.{format}")] HttpRequest request,
        string slug,
        string format,
        CancellationToken cancellationToken)
    {
        if (TranscriptFormat.FromExtension(format) is { } known
            && await cache.GetAsync($"transcript.{known.Extension}", slug, WriteAsync, cancellationToken) is { } document)
        {
            return ContentResponse.Create(request, document);
        }

        var formats = string.Join(", ", TranscriptFormat.All.Select(each => each.Extension));
        return NotFound(
            $"There is no transcript '{format}' of an episode '{slug}'. Formats are {formats}; the feed lists the episodes.\n");

        async Task<Document> WriteAsync(Show show, EpisodeSource source, CancellationToken token)
        {
            var episode = source.Episode;
            // The tables are the source; a rendered copy that is missing is made again.
            var content = await transcripts.ReadAsync(episode.Slug, episode.Revision, source.TranscriptTag, known!, token)
                ?? TranscriptRenderer.Render(await reader.ReadAsync(episode, source.Show, token), known!);
            return new Document(EncodedContent.Of(content), $"{known!.MediaType}; charset=utf-8", episode.Updated)
            {
                ContentSecurityPolicy = known == TranscriptFormat.Html ? ContentSecurityPolicy.ForTranscript : null,
            };
        }
    }

    [Function("Chapters")]
    public async Task<IResult> GetChaptersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}/chapters.json")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        var document = await cache.GetAsync("chapters", slug, WriteAsync, cancellationToken);
        return document is { Content.Identity.Bytes.Length: > 0 }
            ? ContentResponse.Create(request, document)
            : NotFound($"There are no chapters for an episode '{slug}'; the feed lists the existing ones.\n");

        // Empty for an episode without chapters.
        static Task<Document> WriteAsync(Show show, EpisodeSource source, CancellationToken token)
        {
            var episode = source.Episode;
            byte[] content = episode.Metadata.Details.Chapters.Count > 0 ? ChaptersWriter.Write(episode) : [];
            return Task.FromResult(
                new Document(EncodedContent.Of(content), ChaptersWriter.MediaType, episode.Updated));
        }
    }

    private static IResult NotFound(string message) => Results.Text(message, statusCode: StatusCodes.Status404NotFound);
}

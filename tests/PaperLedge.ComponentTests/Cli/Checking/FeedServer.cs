using System.Buffers.Binary;
using System.Net;
using System.Text;
using PaperLedge.Cli.Checking;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Tests.Core.FeedChecks;

namespace PaperLedge.ComponentTests.Cli.Checking;

/// <summary>Serves the good feed with its artwork and audio, each as well as the record says.</summary>
internal sealed record FeedServer
{
    private const string Tag = "\"one\"";

    public string? Type { get; init; } = "application/rss+xml; charset=utf-8";

    public bool HasTag { get; init; } = true;

    public bool AnswersHead { get; init; } = true;

    public bool AnswersRange { get; init; } = true;

    public bool HonoursTag { get; init; } = true;

    public int Status { get; init; } = 200;

    public string? Content { get; init; }

    public byte[]? Artwork { get; init; } = Png(3000, 3000);

    public byte[]? Audio { get; init; } = new byte[100];

    public async Task<IReadOnlyList<FeedFinding>> CheckAsync()
    {
        await using var server = new LoopbackServer(AnswerAsync);
        return await FeedInspection.RunAsync(new Uri(server.Url, "feed.xml").AbsoluteUri, CancellationToken.None);
    }

    public static byte[] Png(int width, int height)
    {
        byte[] picture = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), height);
        return picture;
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var root = request.Url!.AbsoluteUri[..^request.Url.Segments[^1].Length];
        var content = request.Url.Segments[^1] switch
        {
            "feed.xml" => Content is null ? Feed(root) : Encoding.UTF8.GetBytes(Content),
            "cover.jpg" => Artwork,
            _ => Audio,
        };
        var isFeed = request.Url.Segments[^1] == "feed.xml";
        response.StatusCode = isFeed ? Status : content is null ? 404 : 200;
        response.ContentType = isFeed ? Type : "application/octet-stream";
        if (isFeed && HasTag)
        {
            response.Headers["ETag"] = Tag;
        }

        if (request.HttpMethod == "HEAD" && !AnswersHead)
        {
            response.StatusCode = 405;
        }
        else if (isFeed && HonoursTag && request.Headers["If-None-Match"] == Tag)
        {
            (response.StatusCode, content) = (304, null);
        }
        else if (request.Headers["Range"] == "bytes=0-1" && AnswersRange && content is not null)
        {
            (response.StatusCode, content) = (206, content[..2]);
        }

        if (request.HttpMethod == "HEAD")
        {
            response.ContentLength64 = content?.Length ?? 0;
        }
        else if (content is not null)
        {
            await response.OutputStream.WriteAsync(content);
        }

        response.Close();
    }

    private static byte[] Feed(string root) => Encoding.UTF8.GetBytes(ValidFeed.Xml
        .Replace("https://a.example/cover.jpg?v=2", $"{root}cover.jpg", StringComparison.Ordinal)
        .Replace("https://a.example/1.mp3\" length=\"1478400\"", $"{root}1.mp3\" length=\"100\"", StringComparison.Ordinal));
}

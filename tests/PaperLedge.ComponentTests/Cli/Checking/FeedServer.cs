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

    public byte[]? Transcript { get; init; } = "1\n00:00:00,000 --> 00:00:01,000\nHello\n"u8.ToArray();

    public string TranscriptType { get; init; } = "application/x-subrip";

    public string ETag { get; init; } = Tag;

    public async Task<IReadOnlyList<FeedFinding>> CheckAsync()
    {
        await using var server = new LoopbackServer(AnswerAsync);
        return await FeedInspection.RunAsync(new Uri(server.Url, "feed.xml").AbsoluteUri, CancellationToken.None);
    }

    /// <param name="colours">PNG's type of colours: 2 without transparency, 6 with it.</param>
    /// <param name="more">Bytes after the header.</param>
    public static byte[] Png(int width, int height, byte colours = 2, int more = 0)
    {
        byte[] picture = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, colours, .. new byte[7 + more]];
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), height);
        return picture;
    }

    /// <param name="components">3 for RGB, 4 for the colours of print.</param>
    public static byte[] Jpeg(byte components) =>
        [0xFF, 0xD8, 0xFF, 0xC0, 0, (byte)(8 + (3 * components)), 8, 0x0B, 0xB8, 0x0B, 0xB8, components, .. new byte[3 * components]];

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var root = request.Url!.AbsoluteUri[..^request.Url.Segments[^1].Length];
        var content = request.Url.Segments[^1] switch
        {
            "feed.xml" => Content is null ? Feed(root) : Encoding.UTF8.GetBytes(Content),
            "cover.jpg" => Artwork,
            "1.srt" => Transcript,
            "1.html" => "<!DOCTYPE html>"u8.ToArray(),
            "1.json" => "{\"version\": \"1.2.0\", \"chapters\": []}"u8.ToArray(),
            _ => Audio,
        };
        var isFeed = request.Url.Segments[^1] == "feed.xml";
        response.StatusCode = isFeed ? Status : content is null ? 404 : 200;
        response.ContentType = request.Url.Segments[^1] switch
        {
            "feed.xml" => Type,
            "1.srt" => TranscriptType,
            "1.html" => "text/html; charset=utf-8",
            "1.json" => "application/json+chapters",
            _ => "application/octet-stream",
        };
        if (isFeed && HasTag)
        {
            response.Headers["ETag"] = ETag;
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
        .Replace("https://a.example/1.srt", $"{root}1.srt", StringComparison.Ordinal)
        .Replace("https://a.example/1.html", $"{root}1.html", StringComparison.Ordinal)
        .Replace("https://a.example/1.json", $"{root}1.json", StringComparison.Ordinal)
        .Replace("https://a.example/1.mp3\" length=\"1478400\"", $"{root}1.mp3\" length=\"100\"", StringComparison.Ordinal));
}

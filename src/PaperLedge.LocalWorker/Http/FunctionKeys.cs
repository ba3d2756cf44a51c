using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PaperLedge.LocalWorker.Http;

/// <summary>The key of functions that want one: the header <c>x-functions-key</c>, or without that header the query's <c>code</c>.</summary>
internal sealed class FunctionKeys(string key)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly byte[] _digest = Digest(key);

    /// <summary>Made up for one run where none is configured.</summary>
    public string Key { get; } = key;

    public static FunctionKeys From(string? setting) =>
        new(string.IsNullOrEmpty(setting) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)) : setting);

    public bool Admit(HttpRequest request)
    {
        var sent = request.Headers.TryGetValue(Header, out var header) ? header.ToString() : request.Query[Query].ToString();

        // Digests have one length, so that the time taken tells nothing of the key.
        return CryptographicOperations.FixedTimeEquals(Digest(sent), _digest);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

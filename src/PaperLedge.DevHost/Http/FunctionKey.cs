using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PaperLedge.DevHost.Http;

/// <summary>The one key of this host: for functions with a key, for the extensions' web hooks and for the administration.</summary>
internal sealed class FunctionKey
{
    private readonly byte[] _digest;

    /// <param name="setting">Null or empty to generate one.</param>
    public FunctionKey(string? setting)
    {
        Text = string.IsNullOrEmpty(setting) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)) : setting;
        _digest = Digest(Text);
    }

    public string Text { get; }

    // Checks the header x-functions-key or, without that header, the query's code.
    public bool Admits(HttpRequest request)
    {
        var sent = request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();

        // Digests have equal lengths, so the time of a comparison reveals nothing about the key.
        return CryptographicOperations.FixedTimeEquals(Digest(sent), _digest);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

using System.Security.Cryptography;

namespace PaperLedge.Functions.Episodes;

/// <summary>Names a set of rendered transcripts by their content, so that a blob's name never stands for two contents.</summary>
internal static class RenderingTag
{
    private const int Length = 16;

    public static string Of(IEnumerable<byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
        {
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }
}

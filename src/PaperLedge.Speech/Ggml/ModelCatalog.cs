namespace PaperLedge.Speech.Ggml;

/// <summary>Models that whisper.cpp publishes, with the SHA-1 sums that it states.</summary>
/// <remarks>Source: <see href="https://github.com/ggml-org/whisper.cpp/blob/master/models/README.md"/>.</remarks>
internal static class ModelCatalog
{
    // Name, and the sum if one is stated.
    private static readonly Dictionary<string, string?> s_models = new(StringComparer.Ordinal)
    {
        ["tiny"] = "bd577a113a864445d4c299885e0cb97d4ba92b5f",
        ["tiny-q5_1"] = null,
        ["tiny-q8_0"] = null,
        ["tiny.en"] = "c78c86eb1a8faa21b369bcd33207cc90d64ae9df",
        ["tiny.en-q5_1"] = null,
        ["tiny.en-q8_0"] = null,
        ["base"] = "465707469ff3a37a2b9b8d8f89f2f99de7299dac",
        ["base-q5_1"] = null,
        ["base-q8_0"] = null,
        ["base.en"] = "137c40403d78fd54d454da0f9bd998f78703390c",
        ["base.en-q5_1"] = null,
        ["base.en-q8_0"] = null,
        ["small"] = "55356645c2b361a969dfd0ef2c5a50d530afd8d5",
        ["small-q5_1"] = null,
        ["small-q8_0"] = null,
        ["small.en"] = "db8a495a91d927739e50b3fc1cc4c6b8f6c2d022",
        ["small.en-q5_1"] = null,
        ["small.en-q8_0"] = null,
        ["medium"] = "fd9727b6e1217c2f614f9b698455c4ffd82463b4",
        ["medium-q5_0"] = null,
        ["medium-q8_0"] = null,
        ["medium.en"] = null,
        ["medium.en-q5_0"] = null,
        ["medium.en-q8_0"] = null,
        ["large-v2"] = "0f4c8e34f21cf1a914c59d8b3ce882345ad349d6",
        ["large-v3"] = "ad82bf6a9043ceed055076d0fd39f5f186ff8062",
        ["large-v3-q5_0"] = "e6e2ed78495d403bef4b7cff42ef4aaadcfea8de",
        ["large-v3-turbo"] = "4af2b29d7ec73d781377bfd1758ca957a807e941",
        ["large-v3-turbo-q5_0"] = "e050f7970618a659205450ad97eb95a18d69c9ee",
        ["large-v3-turbo-q8_0"] = null,
    };

    public static IEnumerable<string> Names => s_models.Keys;

    public static bool Contains(string name) => s_models.ContainsKey(name);

    public static string? Sha1Of(string name) => s_models[name];

    public static string FileNameOf(string name) => $"ggml-{name}.bin";
}

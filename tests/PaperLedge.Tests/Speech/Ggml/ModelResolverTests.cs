using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public sealed class ModelResolverTests
{
    private static readonly ModelResolver s_resolver = OfflineModels.Resolver(new WhisperOptions());

    [Theory]
    [InlineData("huge", "There is no model 'huge'", "base.en")]
    [InlineData("", "There is no model ''", "'builtin'")]
    [InlineData("/nowhere/ggml-x.bin", "There is no model file '/nowhere/ggml-x.bin'", "Check the path")]
    [InlineData("../ggml-x", "There is no model file '../ggml-x'", "Check the path")]
    public async Task An_unknown_model_is_told_with_the_choice(string model, params string[] words)
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => s_resolver.ResolveAsync(model));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_path_is_taken_as_it_is()
    {
        Assert.Equal(TestFiles.PublishedModel, await s_resolver.ResolveAsync(TestFiles.PublishedModel));
        Assert.Equal("for-tests-ggml-tiny.bin", ModelResolver.DisplayName(TestFiles.PublishedModel));
    }

    [Fact]
    public async Task The_built_in_model_lies_beside_the_program_and_is_named_by_what_it_is()
    {
        Assert.Equal(ModelResolver.BuiltInPath, await s_resolver.ResolveAsync(ModelResolver.BuiltIn));
        ModelResolver.Check(ModelResolver.BuiltInPath);
        Assert.False(s_resolver.IsMissing(ModelResolver.BuiltIn));
        Assert.Equal("base-q5_1", ModelResolver.DisplayName(ModelResolver.BuiltIn));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9999)]
    public async Task A_built_in_model_with_one_changed_bit_is_refused_by_name_and_place(double place)
    {
        var path = Path.GetTempFileName();
        var bytes = await File.ReadAllBytesAsync(ModelResolver.BuiltInPath);
        bytes[(int)(bytes.Length * place)] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var error = await Assert.ThrowsAsync<ModelException>(() => ModelResolver.CheckBuiltInAsync(path, CancellationToken.None));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void A_published_model_is_named_as_it_is_published() =>
        Assert.Equal("large-v3-turbo-q5_0", ModelResolver.DisplayName("large-v3-turbo-q5_0"));

    [Fact]
    public void What_comes_with_the_program_comes_with_its_licence() => Assert.All(
        ["base/ggml-base-q5_1.bin", "base/LICENSE", "silero-vad/silero_vad_16k_sequence.onnx", "silero-vad/LICENSE"],
        name => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "models", name)), name));

    [Theory]
    [InlineData(0, 100L << 20, 0, "0 % of 100 MiB")]
    [InlineData((30L << 20) - 1, 100L << 20, 2, "29 % of 100 MiB")]
    [InlineData(30L << 20, 100L << 20, 3, "30 % of 100 MiB")]
    [InlineData(100L << 20, 100L << 20, 10, "100 % of 100 MiB")]
    [InlineData(130L << 20, null, 2, "130 MiB")]
    [InlineData(3L << 30, 3L << 30, 10, "100 % of 3072 MiB")]
    public void Progress_is_told_in_tenths(long bytes, long? total, int step, string words)
    {
        var progress = new ModelDownloadProgress("x", bytes, total);
        Assert.Equal((step, words), (progress.Step, progress.Describe()));
    }
}

using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using Whisper.net;

namespace PaperLedge.Speech.WhisperNet;

/// <summary>A model loaded by Whisper.net, with the parts of its file that sounds, prompt and languages need.</summary>
internal sealed class NetModel : IDisposable
{
    private readonly string _name;

    private NetModel(string name, GgmlHeader header, WhisperFactory factory)
    {
        (_name, Header, Factory) = (name, header, factory);
        Tokens = SpecialTokens.InFile(header.Dimensions.VocabularySize);
        Spectrogram = new(header.Filters);
    }

    public GgmlHeader Header { get; }

    public SpecialTokens Tokens { get; }

    public LogMelSpectrogram Spectrogram { get; }

    public WhisperFactory Factory { get; }

    /// <exception cref="ModelException">The file is damaged, or Whisper.net refuses it or has no runtime for this machine.</exception>
    public static NetModel Load(string path, string name)
    {
        // Our reader reports what is wrong with a file; Whisper.net would report only that something is.
        using var file = GgmlFile.Open(path);
        file.CheckValues();
        NativeHeap.ReturnLargeBuffers();
        WhisperFactory? factory = null;
        try
        {
            factory = WhisperFactory.FromPath(path);
            // Only the first builder reports a model that whisper.cpp refuses.
            _ = factory.CreateBuilder();
            return new(name, file.Header, factory);
        }
        catch (WhisperModelLoadException)
        {
            factory?.Dispose();
            throw new ModelException(
                $"Whisper.net cannot load the model '{name}'. Set Whisper__Engine to Onnx, or name a published model.");
        }
        catch (FileNotFoundException e)
        {
            throw new ModelException(
                $"Whisper.net cannot start ({e.Message.TrimEnd('.')}). " +
                "Publish the app with the package Whisper.net.Runtime for this machine, " +
                "or set Whisper__Engine to Onnx.");
        }
    }

    /// <returns>The language spoken, or null to detect it.</returns>
    /// <exception cref="ModelException">The model does not know the language.</exception>
    public string? LanguageOf(TranscriptionOptions options) => LanguageChoice.Of(options, _name, Tokens)?.Code;

    public void Dispose() => Factory.Dispose();
}

using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using Whisper.net;

namespace PaperLedge.Speech.WhisperNet;

/// <summary>Whisper.net's processors of one transcription: one per language, since a processor keeps its language. For one use.</summary>
internal sealed class NetProcessors : IAsyncDisposable
{
    private readonly NetModel _model;
    private readonly WhisperOptions _whisper;
    private readonly TranscriptionOptions _options;
    private readonly string _prompt;
    private readonly Dictionary<(string Language, bool HasPrompt), WhisperProcessor> _processors = [];

    /// <exception cref="ModelException">The model does not know the language.</exception>
    public NetProcessors(NetModel model, WhisperOptions whisper, TranscriptionOptions options)
    {
        (_model, _whisper, _options) = (model, whisper, options);
        Language = model.LanguageOf(options);
        var prompt = PromptTokens.Of(whisper.UsePrompt ? options.Prompt ?? [] : [], model.Header.Vocabulary);
        _prompt = model.Header.Vocabulary.Decode(prompt).Trim();
    }

    // The episode's language: as set, or as detected in the first window.
    public string? Language { get; private set; }

    // The first window decides the episode's language, if it is not set.
    public void Begin(AudioWindow window) => Language ??= Languages.CodeOf(Ask(window).Language);

    /// <returns>The window or its parts, each with the processor that reads it and the language that the processor writes.</returns>
    public IEnumerable<(AudioWindow Part, WhisperProcessor Processor, string Language)> For(AudioWindow window)
    {
        if (_options.Language is not null || !_model.Tokens.IsMultilingual)
        {
            return [Read(window, Language ?? Languages.English)];
        }

        Begin(window);
        var heard = Ask(window);
        var likely = Languages.IndexOf(Language!, _model.Tokens)!.Value;
        return new LanguageFinder(Ask).Find(window, heard, likely).Select(part => Read(part.Part, Languages.CodeOf(part.Language)));
    }

    private (AudioWindow Part, WhisperProcessor Processor, string Language) Read(AudioWindow part, string language) =>
        (
        part,
        Processor(language, _prompt.Length > 0 && part.VoicedTime >= WindowPrompt.MinVoicedForNames),
        Languages.TagOf(Languages.IndexOf(language, _model.Tokens)!.Value));

    private (int Language, double Probability) Ask(AudioWindow window)
    {
        var (code, probability) =
            Processor(Language ?? Languages.English, hasPrompt: false).DetectLanguageWithProbability(window.Samples.Span);
        return (Languages.IndexOf(code ?? Languages.English, _model.Tokens) ?? 0, probability);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var processor in _processors.Values)
        {
            await processor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private WhisperProcessor Processor(string language, bool hasPrompt)
    {
        if (!_processors.TryGetValue((language, hasPrompt), out var processor))
        {
            _processors[(language, hasPrompt)] = processor = Build(language, hasPrompt);
        }

        return processor;
    }

    private WhisperProcessor Build(string language, bool hasPrompt)
    {
        var builder = _model.Factory.CreateBuilder()
            .WithThreads(_whisper.Threads == 0 ? Environment.ProcessorCount : _whisper.Threads)
            .WithNoContext()
            .WithProbabilities()
            .WithTokenTimestamps()
            .WithLanguage(language);
        builder = _options.Translate ? builder.WithTranslate() : builder;
        builder = hasPrompt ? builder.WithPrompt(_prompt) : builder;
        if (_whisper.BeamSize > 1)
        {
            _ = builder.WithBeamSearchSamplingStrategy(beam => beam.WithBeamSize(_whisper.BeamSize).WithPatience((float)_whisper.Patience));
            return builder.Build();
        }

        _ = builder.WithGreedySamplingStrategy(greedy => greedy.WithBestOf(_whisper.BestOf));
        return builder.Build();
    }
}

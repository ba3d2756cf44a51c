using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Windows;
using Whisper.net;

namespace PaperLedge.Whisper.WhisperNet;

/// <summary>Whisper.net's processors for one transcription: one a language, since a processor keeps its own. For one use.</summary>
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

    /// <summary>The episode's language: as it was told, or as the first window was heard.</summary>
    public string? Language { get; private set; }

    /// <returns>A processor, and the language that it writes.</returns>
    public (WhisperProcessor Processor, string Language) For(AudioWindow window)
    {
        var language = Language ?? Languages.English;
        if (_options.Language is null && _model.Tokens.IsMultilingual && (Language is null || window.VoicedTime >= LanguageFinder.MinVoiced))
        {
            var (heard, probability) = Processor(language, hasPrompt: false).DetectLanguageWithProbability(window.Samples.Span);
            language = heard is not null && (Language is null || probability > LanguageFinder.Sure) ? heard : language;
            Language ??= language;
        }

        return (Processor(language, _prompt.Length > 0 && window.VoicedTime >= WindowPrompt.MinVoicedForNames), language);
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
            .WithLanguage(language);
        builder = _options.Translate ? builder.WithTranslate() : builder;
        builder = _whisper.WordTimes ? builder.WithTokenTimestamps() : builder;
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

using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.WhisperNet;

namespace PaperLedge.Speech;

public static class SpeechEngines
{
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is wrong.</exception>
    public static ITranscriber Create(
        WhisperOptions options, ModelResolver resolver, TimeProvider time, ILoggerFactory loggers) => options.Engine switch
    {
        WhisperEngine.WhisperNet => new WhisperNetTranscriber(options, resolver, loggers.CreateLogger<WhisperNetTranscriber>()),
        _ => new OnnxTranscriber(options, resolver, time, loggers.CreateLogger<OnnxTranscriber>()),
    };
}

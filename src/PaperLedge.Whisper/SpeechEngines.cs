using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;
#if WHISPER_NET
using PaperLedge.Whisper.WhisperNet;
#endif

namespace PaperLedge.Whisper;

/// <summary>The engines that this build has.</summary>
public static class SpeechEngines
{
    /// <summary>Whether <see cref="WhisperEngine.WhisperNet"/> is among them: in the Azure build.</summary>
#if WHISPER_NET
    public const bool HasWhisperNet = true;
#else
    public const bool HasWhisperNet = false;
#endif

    /// <summary>The engine that the options name.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is wrong, or this build lacks the engine.</exception>
    public static ITranscriber Create(WhisperOptions options, ModelResolver resolver, TimeProvider time, ILoggerFactory loggers)
    {
#if WHISPER_NET
        if (options.Engine == WhisperEngine.WhisperNet)
        {
            return new WhisperNetTranscriber(options, resolver, loggers.CreateLogger<WhisperNetTranscriber>());
        }
#endif
        return new OnnxTranscriber(options, resolver, time, loggers.CreateLogger<OnnxTranscriber>());
    }
}

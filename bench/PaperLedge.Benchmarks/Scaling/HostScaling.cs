namespace PaperLedge.Benchmarks.Scaling;

/// <summary>How the host adds and removes instances for one queue function, which has one message at a time on each instance.</summary>
/// <param name="MaxInstances">Of one function.</param>
/// <param name="DecisionInterval">Between two looks at the length of the queue.</param>
/// <param name="MaxStep">Instances that one decision adds at most.</param>
/// <param name="StartUp">From the decision until the new instance takes its first message.</param>
/// <param name="IdleLimit">Time without a message after which an instance is removed.</param>
/// <param name="PollInterval">Longest time until a waiting instance sees a new message; <c>maxPollingInterval</c> in host.json.</param>
internal sealed record HostScaling(
    int MaxInstances, TimeSpan DecisionInterval, int MaxStep, TimeSpan StartUp, TimeSpan IdleLimit, TimeSpan PollInterval);

/// <summary>A day of uploads of one length.</summary>
/// <param name="BusyShare">Share of the day's uploads that comes in <paramref name="BusyHours"/>; the rest is spread evenly.</param>
internal sealed record UploadDay(int Uploads, TimeSpan Length, double BusyShare, double BusyHours);

/// <summary>What the app's work on an episode takes on one instance.</summary>
/// <param name="Registration">Until the message for the preparation is sent.</param>
/// <param name="Preparation">Of a second of audio, in seconds.</param>
/// <param name="Transcription">Of a second of audio, in seconds.</param>
/// <param name="Fixed">For each message, besides: leases, files, and reading the model.</param>
internal sealed record WorkTimes(double Registration, double Preparation, double Transcription, double Fixed);

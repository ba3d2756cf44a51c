namespace PaperLedge.ComponentTests.App;

/// <summary>What happens to one write to storage.</summary>
public enum WriteFault
{
    None,

    /// <summary>It fails before it reaches storage.</summary>
    NotDone,

    /// <summary>It is done, and the app gets an error.</summary>
    AnswerLost,

    /// <summary>It is done, and the SDK, which got no answer, tries it again.</summary>
    AnswerLostAndRetried,

    /// <summary>It is done, and the process is killed before it hears so.</summary>
    Last,
}

/// <summary>Stands for SIGKILL: from here on the process does nothing that anybody could see.</summary>
public sealed class ProcessKilledException() : Exception("The process was killed, as the test wanted.");

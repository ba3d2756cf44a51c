using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;

namespace PaperLedge.LocalWorker.Timers;

/// <summary>A function with a timer trigger.</summary>
internal sealed record TimerFunction(FunctionMethod Function, TimerSchedule Schedule, bool Monitored, bool RunOnStartup)
{
    public string Description => $"schedule '{Schedule.Text}'";

    /// <exception cref="RefusedException">The schedule is none, or names a missing setting.</exception>
    public static TimerFunction Create(FunctionMethod function, TimerTriggerAttribute trigger, TriggerSurroundings surroundings, Refusals refusals)
    {
        if (function.TriggerParameter.ParameterType != typeof(TimerInfo))
        {
            refusals.Add(function.Name, function.TriggerParameter, "[TimerTrigger] gives TimerInfo.");
        }

        ParameterBinding.Check(function, [], "timer trigger", refusals);
        var schedule = TimerSchedule.Parse(surroundings.Resolve(trigger.Schedule, function), function.Name);
        return new TimerFunction(function, schedule, trigger.UseMonitor && !schedule.IsFrequent, trigger.RunOnStartup);
    }
}

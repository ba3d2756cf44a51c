namespace PaperLedge.Benchmarks.Scaling;

/// <summary>
/// Simulates a day of uploads: each is prepared by one message of the queue <c>prepare</c>, and then transcribed by a message a piece
/// of the queue <c>transcribe</c>. Each queue has instances of its own, as on Flex Consumption.
/// </summary>
internal sealed class ScalingSimulation
{
    private const int SecondsOfDay = 86_400;

    private readonly PriorityQueue<Action, double> _events = new();
    private readonly UploadDay _day;
    private readonly WorkTimes _times;
    private readonly double _pieceSeconds;
    private readonly Random _random;
    private readonly List<double> _delays = [];

    // Storage requests, by minute.
    private readonly Dictionary<int, double> _requests = [];
    private double _now;

    private ScalingSimulation(UploadDay day, WorkTimes times, double pieceSeconds, HostScaling host, int seed)
    {
        (_day, _times, _pieceSeconds, _random) = (day, times, pieceSeconds, new Random(seed));
        Prepare = new(this, host);
        Transcribe = new(this, host);
    }

    public QueueFunction Prepare { get; }

    public QueueFunction Transcribe { get; }

    /// <summary>Seconds from an upload to its publication, ascending.</summary>
    public IReadOnlyList<double> Delays => _delays;

    /// <summary>Most storage requests a second, averaged over a minute.</summary>
    public double PeakRequests => _requests.Values.Max() / 60;

    public static ScalingSimulation Run(UploadDay day, WorkTimes times, double pieceSeconds, HostScaling host, int seed)
    {
        var simulation = new ScalingSimulation(day, times, pieceSeconds, host, seed);
        for (var upload = 0; upload < day.Uploads; upload++)
        {
            var time = simulation.ArrivalTime();
            simulation.At(time + times.Registration, () => simulation.Register(time));
        }

        while (simulation._events.TryDequeue(out var action, out var time))
        {
            simulation._now = time;
            action();
        }

        simulation.Prepare.Settle();
        simulation.Transcribe.Settle();
        simulation._delays.Sort();
        return simulation;
    }

    private double ArrivalTime()
    {
        var busy = _day.BusyHours * 3600;
        var start = (SecondsOfDay - busy) / 2;
        return _random.NextDouble() < _day.BusyShare ? start + (busy * _random.NextDouble()) : SecondsOfDay * _random.NextDouble();
    }

    private void Register(double uploaded)
    {
        Count(RequestCounts.Registration);
        var seconds = _day.Length.TotalSeconds;
        Prepare.Send(_times.Fixed + (seconds * _times.Preparation), () =>
        {
            var pieces = (int)Math.Ceiling(seconds / _pieceSeconds);
            Count(RequestCounts.Preparation + (RequestCounts.PreparationOfPiece * pieces));
            var left = pieces;
            for (var piece = 0; piece < pieces; piece++)
            {
                var length = Math.Min(_pieceSeconds, seconds - (piece * _pieceSeconds));
                Transcribe.Send(_times.Fixed + (length * _times.Transcription), () =>
                {
                    Count(RequestCounts.Piece);
                    if (--left == 0)
                    {
                        Count(RequestCounts.Publication + (RequestCounts.PublicationOfPiece * pieces));
                        _delays.Add(_now - uploaded);
                    }
                });
            }
        });
    }

    private void At(double time, Action action) => _events.Enqueue(action, time);

    private void Count(double requests)
    {
        var minute = (int)(_now / 60);
        _requests[minute] = _requests.GetValueOrDefault(minute) + requests;
    }

    /// <summary>A queue and the instances of its function.</summary>
    internal sealed class QueueFunction(ScalingSimulation simulation, HostScaling host)
    {
        private readonly Queue<(double Sent, double Seconds, Action Done)> _waiting = new();
        private readonly List<double> _ages = [];

        // Instances that wait for a message, with the time since when, and those that start or work.
        private readonly LinkedList<double> _idle = [];
        private int _starting;
        private int _busy;
        private bool _isDeciding;

        public int PeakInstances { get; private set; }

        /// <summary>Seconds of work on messages; what Flex Consumption bills on demand.</summary>
        public double BusySeconds { get; private set; }

        /// <summary>Seconds that each message waited, ascending once the simulation has ended.</summary>
        public IReadOnlyList<double> Ages => _ages;

        public void Settle() => _ages.Sort();

        public void Send(double seconds, Action done)
        {
            _waiting.Enqueue((simulation._now, seconds, done));
            if (_idle.Count > 0)
            {
                simulation.At(simulation._now + (simulation._random.NextDouble() * host.PollInterval.TotalSeconds), TakeIdle);
            }

            if (!_isDeciding)
            {
                _isDeciding = true;
                simulation.At(simulation._now + (simulation._random.NextDouble() * host.DecisionInterval.TotalSeconds), Decide);
            }
        }

        // Target-based scaling: an instance for each message that waits or is worked on.
        private void Decide()
        {
            RemoveIdle();
            var instances = _idle.Count + _starting + _busy;
            var wanted = Math.Min(host.MaxInstances, _waiting.Count + _busy);
            for (var added = 0; added < Math.Min(host.MaxStep, wanted - instances); added++)
            {
                _starting++;
                simulation.At(simulation._now + host.StartUp.TotalSeconds, () =>
                {
                    _starting--;
                    _idle.AddLast(simulation._now);
                    TakeIdle();
                });
            }

            PeakInstances = Math.Max(PeakInstances, _idle.Count + _starting + _busy);
            // An instance that waits asks its queue once in each interval; one that works renews its message and its lease.
            var seconds = host.DecisionInterval.TotalSeconds;
            simulation.Count((_idle.Count * seconds / host.PollInterval.TotalSeconds) + (_busy * seconds * RequestCounts.WorkingSecond));
            _isDeciding = _waiting.Count + _busy + _starting + _idle.Count > 0;
            if (_isDeciding)
            {
                simulation.At(simulation._now + host.DecisionInterval.TotalSeconds, Decide);
            }
        }

        private void RemoveIdle()
        {
            while (_idle.First is { } oldest && simulation._now - oldest.Value > host.IdleLimit.TotalSeconds)
            {
                _idle.RemoveFirst();
            }
        }

        // The instance that worked last takes the next message, so that the others can be removed.
        private void TakeIdle()
        {
            if (_idle.Count > 0 && _waiting.Count > 0)
            {
                _idle.RemoveLast();
                Work();
            }
        }

        private void Work()
        {
            var (sent, seconds, done) = _waiting.Dequeue();
            _ages.Add(simulation._now - sent);
            _busy++;
            BusySeconds += seconds;
            simulation.At(simulation._now + seconds, () =>
            {
                done();
                _busy--;
                if (_waiting.Count > 0)
                {
                    Work();
                }
                else
                {
                    _idle.AddLast(simulation._now);
                }
            });
        }
    }
}

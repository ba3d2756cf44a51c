using System.Collections.ObjectModel;

namespace PaperLedge.Core.Text;

/// <summary>A list with value equality, so that records which contain it compare by content.</summary>
internal sealed class ValueList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    public static new readonly ValueList<T> Empty = new([]);

    public override bool Equals(object? obj) => obj is ValueList<T> other && this.SequenceEqual(other);

    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, this[0]);
}

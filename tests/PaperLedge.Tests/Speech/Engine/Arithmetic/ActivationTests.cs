using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Tests.Speech.Engine.Arithmetic;

public sealed class ActivationTests
{
    /// <summary>x · Φ(x); Φ by the series of the error function, which converges everywhere.</summary>
    [Fact]
    public void Gelu_agrees_with_its_definition()
    {
        var inputs = Enumerable.Range(-800, 1600).Select(i => i / 100f).ToArray();
        var results = inputs.ToArray();
        Activation.Gelu(results);
        Assert.All(inputs.Zip(results), pair => Assert.Equal(pair.First * (1 + Erf(pair.First / Math.Sqrt(2))) / 2, pair.Second, 2e-6));
    }

    [Fact]
    public void A_normalised_row_has_the_trained_mean_and_spread()
    {
        var row = Enumerable.Range(0, 64).Select(i => (i * 3f) - 100).ToArray();
        var result = new float[64];
        Activation.Normalise(row, Enumerable.Repeat(2f, 64).ToArray(), Enumerable.Repeat(5f, 64).ToArray(), result);
        Assert.Equal(5, result.Average(), 1e-4);
        Assert.Equal(2, Math.Sqrt(result.Average(value => Math.Pow(value - 5, 2))), 1e-3);
        Assert.Equal(result.Order(), result);
    }

    private static double Erf(double z)
    {
        if (Math.Abs(z) > 5)
        {
            return Math.Sign(z);
        }

        var (term, sum) = (z, z);
        for (var n = 1; n < 200; n++)
        {
            term *= -z * z / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}

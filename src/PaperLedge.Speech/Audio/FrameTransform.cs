using System.Numerics;

namespace PaperLedge.Speech.Audio;

/// <summary>Complex Fourier transform of 400 points over as many frames at a time as a vector has lanes.</summary>
/// <remarks>
/// Stockham's self-sorting form with radices 4, 4, 5, 5. Whisper's frame is not a power of two, and lanes across frames need no shuffles.
/// </remarks>
internal sealed class FrameTransform
{
    public const int Points = 400;

    private static readonly int[] s_radices = [4, 4, 5, 5];
    private static readonly float[][] s_twiddles = Twiddles();

    private Vector<float>[] _re = new Vector<float>[Points];
    private Vector<float>[] _im = new Vector<float>[Points];
    private Vector<float>[] _otherRe = new Vector<float>[Points];
    private Vector<float>[] _otherIm = new Vector<float>[Points];

    /// <summary>Real parts, in place: input before <see cref="Run"/>, spectrum after it.</summary>
    public Span<Vector<float>> Real => _re;

    /// <summary>Imaginary parts. A second set of real frames can be carried here.</summary>
    public Span<Vector<float>> Imaginary => _im;

    public void Run()
    {
        var (length, stride) = (Points, 1);
        for (var stage = 0; stage < s_radices.Length; stage++)
        {
            if (s_radices[stage] == 4)
            {
                Radix4(length, stride, s_twiddles[stage]);
            }
            else
            {
                Radix5(length, stride, s_twiddles[stage]);
            }

            (_re, _otherRe, _im, _otherIm) = (_otherRe, _re, _otherIm, _im);
            (length, stride) = (length / s_radices[stage], stride * s_radices[stage]);
        }
    }

    private static float[][] Twiddles()
    {
        var length = Points;
        var tables = new float[s_radices.Length][];
        for (var stage = 0; stage < tables.Length; stage++)
        {
            var radix = s_radices[stage];
            var table = new float[length / radix * (radix - 1) * 2];
            for (var (p, i) = (0, 0); p < length / radix; p++)
            {
                for (var j = 1; j < radix; j++)
                {
                    var (sin, cos) = Math.SinCos(-2 * Math.PI * p * j / length);
                    (table[i++], table[i++]) = ((float)cos, (float)sin);
                }
            }

            tables[stage] = table;
            length /= radix;
        }

        return tables;
    }

    private void Radix4(int length, int stride, float[] twiddles)
    {
        var quarter = length / 4;
        for (var p = 0; p < quarter; p++)
        {
            var w = twiddles.AsSpan(p * 6, 6);
            for (var q = 0; q < stride; q++)
            {
                var (i0, step) = (q + (stride * p), stride * quarter);
                var (r0, m0) = (_re[i0], _im[i0]);
                var (r1, m1) = (_re[i0 + step], _im[i0 + step]);
                var (r2, m2) = (_re[i0 + (2 * step)], _im[i0 + (2 * step)]);
                var (r3, m3) = (_re[i0 + (3 * step)], _im[i0 + (3 * step)]);

                var (sumR, sumM, evenLessR, evenLessM) = (r0 + r2, m0 + m2, r0 - r2, m0 - m2);
                var (oddR, oddM, oddLessR, oddLessM) = (r1 + r3, m1 + m3, r1 - r3, m1 - m3);

                var o = q + (stride * 4 * p);
                (_otherRe[o], _otherIm[o]) = (sumR + oddR, sumM + oddM);
                Store(o + stride, evenLessR + oddLessM, evenLessM - oddLessR, w[0], w[1]);
                Store(o + (2 * stride), sumR - oddR, sumM - oddM, w[2], w[3]);
                Store(o + (3 * stride), evenLessR - oddLessM, evenLessM + oddLessR, w[4], w[5]);
            }
        }
    }

    private void Radix5(int length, int stride, float[] twiddles)
    {
        const float Cos1 = 0.30901699437494745f, Cos2 = -0.8090169943749475f;
        const float Sin1 = 0.9510565162951535f, Sin2 = 0.5877852522924731f;

        var fifth = length / 5;
        for (var p = 0; p < fifth; p++)
        {
            var w = twiddles.AsSpan(p * 8, 8);
            for (var q = 0; q < stride; q++)
            {
                var (i0, step) = (q + (stride * p), stride * fifth);
                var (r0, m0) = (_re[i0], _im[i0]);
                var (i1, i2, i3, i4) = (i0 + step, i0 + (2 * step), i0 + (3 * step), i0 + (4 * step));
                var (outerR, outerM) = (_re[i1] + _re[i4], _im[i1] + _im[i4]);
                var (outerLessR, outerLessM) = (_re[i1] - _re[i4], _im[i1] - _im[i4]);
                var (innerR, innerM) = (_re[i2] + _re[i3], _im[i2] + _im[i3]);
                var (innerLessR, innerLessM) = (_re[i2] - _re[i3], _im[i2] - _im[i3]);

                var (aR, aM) = (r0 + (outerR * Cos1) + (innerR * Cos2), m0 + (outerM * Cos1) + (innerM * Cos2));
                var (bR, bM) = (r0 + (outerR * Cos2) + (innerR * Cos1), m0 + (outerM * Cos2) + (innerM * Cos1));
                var (cR, dR) = ((outerLessR * Sin1) + (innerLessR * Sin2), (outerLessR * Sin2) - (innerLessR * Sin1));
                var (cM, dM) = ((outerLessM * Sin1) + (innerLessM * Sin2), (outerLessM * Sin2) - (innerLessM * Sin1));

                var o = q + (stride * 5 * p);
                (_otherRe[o], _otherIm[o]) = (r0 + outerR + innerR, m0 + outerM + innerM);
                Store(o + stride, aR + cM, aM - cR, w[0], w[1]);
                Store(o + (2 * stride), bR + dM, bM - dR, w[2], w[3]);
                Store(o + (3 * stride), bR - dM, bM + dR, w[4], w[5]);
                Store(o + (4 * stride), aR - cM, aM + cR, w[6], w[7]);
            }
        }
    }

    private void Store(int index, Vector<float> re, Vector<float> im, float cos, float sin)
    {
        _otherRe[index] = (re * cos) - (im * sin);
        _otherIm[index] = (re * sin) + (im * cos);
    }
}

using System.Text.RegularExpressions;

namespace PaperLedge.Core.Text;

public static partial class MailAddress
{
    /// <summary>As in HTML's <c>input type="email"</c>, but with a dot in the host.</summary>
    [GeneratedRegex(
        @"\A(?!\.)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}\z)" +
        @"[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+\z")]
    public static partial Regex Pattern { get; }
}

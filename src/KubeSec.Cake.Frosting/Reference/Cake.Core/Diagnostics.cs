namespace Cake.Core.Diagnostics;

public enum LogLevel
{
    Fatal = 0,
    Error = 1,
    Warning = 2,
    Information = 3,
    Verbose = 4,
    Debug = 5,
}

public enum Verbosity
{
    Quiet = 0,
    Minimal = 1,
    Normal = 2,
    Verbose = 3,
    Diagnostic = 4,
}

public interface ICakeLog
{
    void Write(Verbosity verbosity, LogLevel level, string format, params object[] args);
}

public static class LogExtensions
{
    public static void Error(this ICakeLog log, string format, params object[] args) => throw new NotSupportedException();

    public static void Warning(this ICakeLog log, string format, params object[] args) => throw new NotSupportedException();

    public static void Information(this ICakeLog log, string format, params object[] args) => throw new NotSupportedException();
}

using KubeSec.Gate;
using KubeSec.Reports;
using KubeSec.Tests;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace KubeSec.Core.Tests.Reports;

/// <summary>A real Chromium, driven as a reader would: clicks, keys, what is shown.</summary>
public sealed class HtmlBrowser : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-browser").FullName;
    private ChromeDriver? driver;

    /// <summary>Opens the page of a result; skipped where Chromium or its driver is missing.</summary>
    public IWebDriver Open(GateResult result, bool dark = false, int width = 1200, bool printed = false)
    {
        driver ??= Start();
        string page = Path.Combine(folder, $"{Guid.NewGuid():n}.html");
        ReportWriter.WriteFile(ReportFormat.Html, result, page);
        // A window of Chromium is never as narrow as a phone.
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = width, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
        {
            ["media"] = printed ? "print" : "",
            ["features"] = new object[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" } },
        });
        driver.Navigate().GoToUrl(new Uri(page));
        return driver;
    }

    public void Dispose()
    {
        driver?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private ChromeDriver Start()
    {
        string browser = RealParts.Program("chromium");
        string server = RealParts.Program("chromedriver");
        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--window-size=1200,900", $"--user-data-dir={folder}/profile");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        return new ChromeDriver(ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(server)!, Path.GetFileName(server)), options, TimeSpan.FromMinutes(3));
    }
}

// SPDX-License-Identifier: Apache-2.0
import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;

/** EPUBCheck over many files in one JVM. Prints what it finds and "FILE fatal/error/warning"; exit 1 when anything was found. */
public class Batch {
  static class Counter extends MasterReport {
    int fatal, errors, warnings;

    @Override public void message (Message message, EPUBLocation place, Object... arguments) {
      Severity severity = message.getSeverity ();
      if (severity == Severity.FATAL) fatal++;
      else if (severity == Severity.ERROR) errors++;
      else if (severity == Severity.WARNING) warnings++;
      else return;
      System.out.println (severity + " " + message.getID () + " " + place.getPath () + "(" + place.getLine () + ","
                          + place.getColumn () + ") " + message.getMessage (arguments));
    }

    @Override public void info (String resource, FeatureEnum feature, String value) { }
    @Override public int generate () { return 0; }
    @Override public void initialize () { }
    @Override public void close () { }
  }

  public static void main (String[] names) throws Exception {
    int found = 0;
    for (String name : names) {
      Counter counter = new Counter ();
      counter.setEpubFileName (name);
      new EpubCheck (new File (name), counter).doValidate ();
      System.out.println (name + " " + counter.fatal + "/" + counter.errors + "/" + counter.warnings);
      found += counter.fatal + counter.errors + counter.warnings;
    }
    System.exit (found > 0 ? 1 : 0);
  }
}
